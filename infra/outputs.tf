output "api_url" {
  description = "Where ATSs reach the API."
  value       = "https://${var.api_host}"
}

output "environment" {
  description = "What a command line is told to work as the functions do: see docs/operations.md."
  value       = local.environment
}

output "function_accounts" {
  description = "By function, the service account that it runs as. The AI service must let that of `process` in."
  value       = local.function_accounts
}

output "function_uris" {
  description = "By function, where it is called by the others, and what tokens for it are made out to."
  value       = { for name, function in local.functions : name => function.uri }
}

output "portal_dns" {
  description = "The DNS records that the portal's own domain still needs."
  value       = flatten(google_firebase_hosting_custom_domain.portal[*].required_dns_updates)
}

output "portal_site" {
  description = "The Firebase Hosting site that `firebase deploy` must go to."
  value       = google_firebase_hosting_site.portal.site_id
}

output "portal_url" {
  description = "Where the portal is."
  value       = var.portal_url
}

output "project_id" {
  description = "The project that all of this is in."
  value       = var.project_id
}

output "region" {
  description = "The region of the functions, which `npm run deploy` sends the portal's calls to."
  value       = var.region
}

output "release" {
  description = "The object of the release that is deployed."
  value       = google_storage_bucket_object.release.name
}

output "release_bucket" {
  description = "The bucket that releases are kept in; a rollback names an earlier object of it."
  value       = google_storage_bucket.releases.name
}

output "secrets" {
  description = "The secrets whose versions an operator adds."
  value       = { for name, secret in google_secret_manager_secret.secret : name => secret.secret_id }
}

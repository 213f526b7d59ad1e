# Once a project is Firebase's it stays so.
resource "google_firebase_project" "this" {
  provider = google-beta

  project = var.project_id

  depends_on = [google_project_service.api]
}

# The site only. Its files, routes and headers are firebase.json's, and come with `firebase deploy --only hosting`.
resource "google_firebase_hosting_site" "portal" {
  provider = google-beta

  project = var.project_id
  site_id = coalesce(var.hosting_site, var.project_id)

  depends_on = [google_firebase_project.this]
}

# Unless the portal is at the address that Google gives the site.
resource "google_firebase_hosting_custom_domain" "portal" {
  provider = google-beta
  count    = endswith(local.portal_host, ".web.app") ? 0 : 1

  project       = var.project_id
  site_id       = google_firebase_hosting_site.portal.site_id
  custom_domain = local.portal_host

  # The records to set are an output of this very apply.
  wait_dns_verification = false
}

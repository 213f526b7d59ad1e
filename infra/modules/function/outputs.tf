output "deployed" {
  description = "What stands in the resources, and not in the variables they were made from: for tests."
  value = {
    build    = google_cloudfunctions2_function.function.build_config[0]
    invokers = { (google_cloud_run_v2_service_iam_binding.invoker.role) = google_cloud_run_v2_service_iam_binding.invoker.members }
    service  = google_cloudfunctions2_function.function.service_config[0]
  }
}

output "name" {
  description = "The function's name."
  value       = google_cloudfunctions2_function.function.name
}

output "service_account_email" {
  description = "The account that the function runs as."
  value       = google_cloudfunctions2_function.function.service_config[0].service_account_email
}

output "service_name" {
  description = "The Cloud Run service below the function, which load balancers and IAM go by."
  value       = google_cloud_run_v2_service_iam_binding.invoker.name
}

output "uri" {
  description = "The function's address, as Cloud Run gives it."
  value       = google_cloudfunctions2_function.function.service_config[0].uri
}

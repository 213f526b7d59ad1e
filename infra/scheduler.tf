resource "google_cloud_scheduler_job" "sweep" {
  project     = var.project_id
  region      = var.region
  name        = "${var.prefix}-sweep"
  description = "Re-queues what should have moved and has not."

  schedule  = "* * * * *"
  time_zone = "Etc/UTC"

  # A run ends itself after 45 s, so that it is over before the next one.
  attempt_deadline = "60s"

  # The next run comes within a minute and finds what this one has left.
  retry_config {
    retry_count = 0
  }

  http_target {
    http_method = "POST"
    uri         = local.functions["sweep"].uri

    oidc_token {
      service_account_email = local.caller_accounts["scheduler"]
      audience              = local.functions["sweep"].uri
    }
  }

  depends_on = [google_project_service.api, module.function]
}

# From outside, as an ATS comes: what breaks before a request reaches a function (DNS, certificate, load balancer) writes no log and no 5xx.
# The health check asks store, queue and key vault, at most every five seconds an instance.
resource "google_monitoring_uptime_check_config" "api" {
  project      = var.project_id
  display_name = "${var.prefix}: the API from outside"
  period       = "60s"
  timeout      = "10s"

  # Three of the six places, so that one place's own trouble is told from ours.
  selected_regions = ["EUROPE", "USA_VIRGINIA", "ASIA_PACIFIC"]

  monitored_resource {
    type = "uptime_url"
    labels = {
      project_id = var.project_id
      host       = var.api_host
    }
  }

  http_check {
    path           = "/v1/health"
    port           = 443
    use_ssl        = true
    validate_ssl   = true
    request_method = "GET"

    accepted_response_status_codes {
      status_value = 200
    }
  }

  depends_on = [google_project_service.api]
}

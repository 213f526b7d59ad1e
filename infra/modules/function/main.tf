resource "google_cloudfunctions2_function" "function" {
  project  = var.project_id
  location = var.region
  name     = var.name
  labels   = var.labels

  build_config {
    runtime           = "nodejs24"
    entry_point       = var.name
    docker_repository = var.build.repository
    service_account   = var.build.service_account

    source {
      storage_source {
        bucket = var.build.bucket
        object = var.build.object
      }
    }
  }

  service_config {
    # One whole CPU: less allows for one request at a time only.
    available_cpu                    = "1"
    available_memory                 = var.capacity.memory
    max_instance_request_concurrency = var.capacity.concurrency
    min_instance_count               = var.capacity.min
    max_instance_count               = var.capacity.max
    timeout_seconds                  = var.capacity.timeout

    all_traffic_on_latest_revision = true
    ingress_settings               = var.access.ingress
    service_account_email          = var.service_account_email
    environment_variables          = var.environment

    vpc_connector                 = var.vpc_connector
    vpc_connector_egress_settings = var.vpc_connector == null ? null : "ALL_TRAFFIC"

    dynamic "secret_environment_variables" {
      for_each = var.secret_environment
      content {
        key        = secret_environment_variables.key
        project_id = var.project_id
        secret     = secret_environment_variables.value
        version    = "latest"
      }
    }
  }
}

# A binding and not a member: whoever was let in by hand is out with the next apply. Behind it functions take a token's signature as
# verified (docs/decisions/0008), so who may invoke is who can be whom.
resource "google_cloud_run_v2_service_iam_binding" "invoker" {
  project  = var.project_id
  location = var.region
  # The service below a function has its name, as ours are nothing but small letters and hyphens.
  name    = google_cloudfunctions2_function.function.name
  role    = "roles/run.invoker"
  members = var.access.invokers
}

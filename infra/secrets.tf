locals {
  secrets = toset(["identity-api-key", "master-key", "root-key"])
}

# The secrets only. Their versions are an operator's, as whatever Terraform writes stands in its state (README.md says how).
resource "google_secret_manager_secret" "secret" {
  for_each = local.secrets

  project   = var.project_id
  secret_id = "${var.prefix}-${each.key}"
  labels    = local.labels

  replication {
    auto {}
  }

  # Without the master key no ATS's secret can ever be opened again: neither a slip of Terraform nor one of a person ends it at once.
  deletion_protection = true
  version_destroy_ttl = "2592000s"

  depends_on = [google_project_service.api]
}

# Bindings and not members: who was let in by hand is out with the next apply.
resource "google_secret_manager_secret_iam_binding" "accessor" {
  for_each = local._secret_readers

  project   = var.project_id
  secret_id = google_secret_manager_secret.secret[each.key].secret_id
  role      = "roles/secretmanager.secretAccessor"
  members   = [for name in each.value : "serviceAccount:${local.function_accounts[name]}"]
}

resource "google_storage_bucket" "releases" {
  project  = var.project_id
  name     = "${var.project_id}-${var.prefix}-releases"
  location = var.region
  labels   = local.labels

  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  # What is deployed must not go with a slip.
  force_destroy = false

  versioning {
    enabled = true
  }

  depends_on = [google_project_service.api]
}

# The same tree gives the same bytes, so the name changes with the release and with nothing else; and a function is built anew only then.
resource "google_storage_bucket_object" "release" {
  bucket = google_storage_bucket.releases.name
  name   = "carvos-functions-${filesha256(var.release_zip)}.zip"
  source = var.release_zip

  # Earlier releases stay, so that one can go back to them.
  deletion_policy = "ABANDON"
}

resource "google_artifact_registry_repository" "functions" {
  project       = var.project_id
  location      = var.region
  repository_id = "${var.prefix}-functions"
  description   = "Images of CarvOS's functions."
  format        = "DOCKER"
  labels        = local.labels

  # Each release leaves an image a function; the last ones are for going back.
  cleanup_policies {
    id     = "keep-the-last"
    action = "KEEP"
    most_recent_versions {
      keep_count = 10
    }
  }
  cleanup_policies {
    id     = "drop-the-old"
    action = "DELETE"
    condition {
      older_than = "7776000s"
    }
  }

  depends_on = [google_project_service.api]
}

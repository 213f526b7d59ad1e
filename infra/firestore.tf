locals {
  # The only list of indexes, exemptions and TTL fields there is; the emulator and the tests go by it too.
  _indexes_file = jsondecode(file("${path.module}/../firestore.indexes.json"))

  _indexes = {
    for index in local._indexes_file.indexes :
    "${index.collectionGroup}: ${join(", ", [for field in index.fields : "${field.fieldPath} ${lower(field.order)}"])}" => index
  }

  # "*" stands for every field that is not named: nothing has an index of its own.
  _fields = {
    for field in local._indexes_file.fieldOverrides : "${field.collectionGroup}.${field.fieldPath}" => field
  }
}

resource "google_firestore_database" "database" {
  project     = var.project_id
  name        = var.firestore.database
  location_id = coalesce(var.firestore.location, var.region)
  type        = "FIRESTORE_NATIVE"

  # Two locks: Google refuses to delete it, and Terraform does not ask for it but lets go of it.
  delete_protection_state = "DELETE_PROTECTION_ENABLED"
  deletion_policy         = "ABANDON"

  # Any minute of the last 7 days can be read, for what people or code did wrong. docs/data-handling.md tells of it.
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"

  depends_on = [google_project_service.api]
}

# For what takes the database itself. No longer than what people are promised of their data: 7 days, as with the rest.
resource "google_firestore_backup_schedule" "daily" {
  project   = var.project_id
  database  = google_firestore_database.database.name
  retention = "604800s"

  daily_recurrence {}
}

resource "google_firestore_index" "index" {
  for_each = local._indexes

  project     = var.project_id
  database    = google_firestore_database.database.name
  collection  = each.value.collectionGroup
  query_scope = each.value.queryScope

  dynamic "fields" {
    for_each = each.value.fields
    content {
      field_path = fields.value.fieldPath
      order      = fields.value.order
    }
  }
}

resource "google_firestore_field" "field" {
  for_each = local._fields

  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = each.value.collectionGroup
  field      = each.value.fieldPath

  # Empty, it takes every index of the field's own away.
  index_config {
    dynamic "indexes" {
      for_each = each.value.indexes
      content {
        order        = try(indexes.value.order, null)
        array_config = try(indexes.value.arrayConfig, null)
        query_scope  = try(indexes.value.queryScope, "COLLECTION")
      }
    }
  }

  dynamic "ttl_config" {
    for_each = try(each.value.ttl, false) ? [true] : []
    content {}
  }
}

resource "google_firebaserules_ruleset" "firestore" {
  project = var.project_id

  source {
    files {
      name    = "firestore.rules"
      content = file("${path.module}/../firestore.rules")
    }
  }

  # The one in force cannot be removed, so the next comes first.
  lifecycle {
    create_before_destroy = true
  }

  depends_on = [google_firebase_project.this]
}

# Those who hold the project's web API key are denied everything; functions are not bound by rules.
resource "google_firebaserules_release" "firestore" {
  project      = var.project_id
  name         = var.firestore.database == "(default)" ? "cloud.firestore" : "cloud.firestore/${var.firestore.database}"
  ruleset_name = google_firebaserules_ruleset.firestore.name

  depends_on = [google_firestore_database.database]
}

# That what is kept is not lost by a slip, and goes when its time has come.

mock_provider "google" {
  source = "./tests/mocks"
}

mock_provider "google-beta" {}

variables {
  project_id  = "carvos-test"
  api_host    = "api.example.com"
  portal_url  = "https://portal.example.com"
  release_zip = "tests/release-stand-in.txt"
  ai_service = {
    account = "sender@ai-project.iam.gserviceaccount.com"
    url     = "https://ai.example.com"
  }
}


run "the_database_is_not_deleted_by_a_slip" {
  command = plan

  assert {
    condition     = google_firestore_database.database.delete_protection_state == "DELETE_PROTECTION_ENABLED"
    error_message = "Google would let the database be deleted."
  }

  assert {
    condition     = google_firestore_database.database.deletion_policy == "ABANDON"
    error_message = "Terraform would delete the database."
  }
}

run "a_day_and_a_minute_can_be_gone_back_to_and_no_further_than_promised" {
  command = plan

  assert {
    condition     = google_firestore_database.database.point_in_time_recovery_enablement == "POINT_IN_TIME_RECOVERY_ENABLED"
    error_message = "What went wrong a minute ago could not be read any more."
  }

  assert {
    condition = (
      google_firestore_backup_schedule.daily.retention == "${7 * 24 * 3600}s" &&
      length(google_firestore_backup_schedule.daily.daily_recurrence) == 1 &&
      length(google_firestore_backup_schedule.daily.weekly_recurrence) == 0
    )
    error_message = "There is no backup of each day, or it is kept for longer or shorter than 7 days."
  }
}

run "what_expires_is_removed" {
  command = plan

  assert {
    condition = toset([
      for field in values(google_firestore_field.field) : "${field.collection}.${field.field}" if length(field.ttl_config) == 1
      ]) == toset([
      "deliveries.expireAt",
      "deliveryLog.expireAt",
      "endedSessions.expireAt",
      "events.expireAt",
      "passwordCodes.expireAt",
      "receipts.expireAt",
      "signInAttempts.expireAt",
    ])
    error_message = "The data of a collection would never be removed, or that of another would be."
  }
}

run "nothing_has_an_index_but_those_of_the_one_list" {
  command = plan

  # Neither the wildcard of a collection nor one of its fields has an index of its own.
  assert {
    condition = alltrue([
      for field in values(google_firestore_field.field) : length(field.index_config) == 1 && length(field.index_config[0].indexes) == 0
    ])
    error_message = "A field has an index of its own, which slows down where its values grow."
  }

  assert {
    condition = toset([for field in values(google_firestore_field.field) : "${field.collection}.${field.field}"]) == toset([
      for field in jsondecode(file("../firestore.indexes.json")).fieldOverrides : "${field.collectionGroup}.${field.fieldPath}"
    ])
    error_message = "The exemptions are not those of firestore.indexes.json."
  }

  assert {
    condition = toset([
      for index in values(google_firestore_index.index) :
      "${index.collection} ${index.query_scope} ${join(" ", [for field in index.fields : "${field.field_path}:${field.order}"])}"
      ]) == toset([
      for index in jsondecode(file("../firestore.indexes.json")).indexes :
      "${index.collectionGroup} ${index.queryScope} ${join(" ", [for field in index.fields : "${field.fieldPath}:${field.order}"])}"
    ])
    error_message = "The composite indexes are not those of firestore.indexes.json."
  }

  assert {
    condition     = length(google_firestore_index.index) == length(jsondecode(file("../firestore.indexes.json")).indexes)
    error_message = "An index is missing, or there twice."
  }
}

run "all_of_it_is_in_the_one_database" {
  command = plan

  variables {
    firestore = { database = "carvos-eu", location = "eur3" }
  }

  assert {
    condition = toset(concat(
      values(google_firestore_index.index)[*].database,
      values(google_firestore_field.field)[*].database,
      [google_firestore_backup_schedule.daily.database, google_firestore_database.database.name],
    )) == toset(["carvos-eu"])
    error_message = "An index, a field or the backups are of another database."
  }

  assert {
    condition     = google_firestore_database.database.location_id == "eur3" && google_firebaserules_release.firestore.name == "cloud.firestore/carvos-eu"
    error_message = "The database is elsewhere, or has no rules."
  }

  assert {
    condition     = alltrue([for function in values(module.function) : function.deployed.service.environment_variables["CARVOS_DATABASE"] == "carvos-eu"])
    error_message = "A function uses another database."
  }
}

run "nobody_but_the_functions_comes_to_the_data" {
  command = plan

  assert {
    condition     = google_firebaserules_release.firestore.name == "cloud.firestore" && google_firebaserules_ruleset.firestore.source[0].files[0].content == file("../firestore.rules")
    error_message = "The rules that deny everybody everything are not in force."
  }
}

run "secrets_have_no_value_here_and_are_not_lost_by_a_slip" {
  command = plan

  assert {
    condition     = toset([for secret in values(google_secret_manager_secret.secret) : secret.secret_id]) == toset(["carvos-identity-api-key", "carvos-master-key", "carvos-root-key"])
    error_message = "The secrets are not those that functions look for."
  }

  assert {
    condition     = alltrue([for secret in values(google_secret_manager_secret.secret) : secret.deletion_protection && secret.version_destroy_ttl == "2592000s"])
    error_message = "A secret, or a version of it, would be gone at once."
  }
}

run "releases_are_nobody_elses_and_stay" {
  command = plan

  assert {
    condition = (
      google_storage_bucket.releases.public_access_prevention == "enforced" &&
      google_storage_bucket.releases.uniform_bucket_level_access &&
      !google_storage_bucket.releases.force_destroy &&
      google_storage_bucket_object.release.deletion_policy == "ABANDON"
    )
    error_message = "Releases could be read by others, or would go with the next."
  }
}

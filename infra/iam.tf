# What each function's account may do, and nothing besides. A role is given as near to what it is for as Google allows: on a queue, on a
# secret, on an account. On the project there is only what can be given nowhere else, and Firestore's role there holds for the one database.
locals {
  grants = {
    rest = {
      project  = ["roles/datastore.user"]
      enqueues = ["process"]
      # Its health check asks whether the first of all queues is there.
      looks_at = ["process-s0"]
      # The health check reads the master key; cursors are sealed with a key made of the root key.
      secrets = ["master-key", "root-key"]
    }
    webhooks = {
      project  = ["roles/datastore.user"]
      enqueues = ["process"]
      # Signatures are checked with secrets that the master key opens.
      secrets = ["master-key"]
    }
    process = {
      project = ["roles/datastore.user"]
      # Again later, aside, and what came of it.
      enqueues = ["process", "process-slow", "deliver"]
    }
    results = {
      project  = ["roles/datastore.user"]
      enqueues = ["deliver"]
    }
    deliver = {
      project = ["roles/datastore.user"]
      # Of a disabled ATS a delivery is put off on the rung that it is on, so the first rung is among them.
      enqueues = ["deliver", "deliver-1m", "deliver-5m", "deliver-30m", "deliver-2h", "deliver-slow"]
      # Webhooks are signed with secrets that the master key opens.
      secrets = ["master-key"]
    }
    sandbox = {
      # Looks accounts up and changes none (docs/decisions/0014).
      project = ["roles/datastore.user", "roles/firebaseauth.viewer"]
      # It signs like deliver; previews are sealed with a key made of the root key. It sends itself, and so creates no task.
      secrets = ["master-key", "root-key"]
    }
    portal-api = {
      # The only one that makes, disables and invites people.
      project = ["roles/datastore.user", "roles/firebaseauth.admin"]
      # Sending again begins at the first rung.
      enqueues = ["deliver"]
      secrets  = ["identity-api-key", "master-key", "root-key"]
    }
    sweep = {
      project = ["roles/datastore.user"]
      # Whatever was lost.
      enqueues = distinct([for queue in values(local.queues) : queue.queue])
    }
  }

  # Roles on the project: account/role → both.
  _project_grants = merge([
    for name, grant in local.grants : {
      for role in grant.project : "${name}/${role}" => { account = name, role = role }
    }
  ]...)

  # Secret → the functions that read it.
  _secret_readers = {
    for secret in local.secrets : secret => [
      for name, grant in local.grants : name if contains(try(grant.secrets, []), secret)
    ]
  }

  # Physical queue → the functions that create tasks in it.
  _enqueuers = {
    for physical, queue in local.queues : physical => [
      for name, grant in local.grants : name if contains(try(grant.enqueues, []), queue.queue)
    ]
  }

  # Physical queue → the functions that ask whether it is there.
  _onlookers = {
    for physical in distinct(flatten([for grant in values(local.grants) : try(grant.looks_at, [])])) :
    physical => [for name, grant in local.grants : name if contains(try(grant.looks_at, []), physical)]
  }

  _task_creators = [for name, grant in local.grants : name if length(try(grant.enqueues, [])) > 0]
}

resource "google_project_iam_member" "function" {
  for_each = local._project_grants

  project = var.project_id
  role    = each.value.role
  member  = "serviceAccount:${local.function_accounts[each.value.account]}"

  # Other databases of the project are none of ours.
  dynamic "condition" {
    for_each = each.value.role == "roles/datastore.user" ? [google_firestore_database.database.name] : []
    content {
      title      = "${var.prefix}-database"
      expression = "resource.name == \"projects/${var.project_id}/databases/${condition.value}\""
    }
  }

  # With another database each of these is replaced; functions wait for the next one, and until then need the one before.
  lifecycle {
    create_before_destroy = true
  }
}

# Whoever creates a task that is sent as an account must be let act as that account.
resource "google_service_account_iam_binding" "task_creators" {
  service_account_id = google_service_account.caller["tasks"].name
  role               = "roles/iam.serviceAccountUser"
  members            = [for name in local._task_creators : "serviceAccount:${local.function_accounts[name]}"]
}

# What Google's documentation asks of an account that builds functions. Images go to a repository of our own and the release lies in a
# bucket of our own, so only the log, and the copy of the source that Cloud Functions makes, need a role on the project.
resource "google_project_iam_member" "build" {
  for_each = toset(["roles/logging.logWriter", "roles/storage.objectViewer"])

  project = var.project_id
  role    = each.key
  member  = "serviceAccount:${local.build_account}"

  dynamic "condition" {
    for_each = each.key == "roles/storage.objectViewer" ? ["gcf-v2-sources-"] : []
    content {
      title      = "${var.prefix}-function-sources"
      expression = "resource.name.startsWith(\"projects/_/buckets/${condition.value}\")"
    }
  }
}

resource "google_storage_bucket_iam_member" "build" {
  bucket = google_storage_bucket.releases.name
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:${local.build_account}"
}

resource "google_artifact_registry_repository_iam_member" "build" {
  project    = var.project_id
  location   = google_artifact_registry_repository.functions.location
  repository = google_artifact_registry_repository.functions.repository_id
  role       = "roles/artifactregistry.writer"
  member     = "serviceAccount:${local.build_account}"
}

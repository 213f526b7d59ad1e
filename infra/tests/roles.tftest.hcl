# What each account may do: one table, read off every grant that would be made.

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


run "every_account_has_the_roles_it_needs_and_no_other" {
  command = plan

  assert {
    condition = jsonencode({
      for name in keys(module.function) : name => sort(distinct(concat(
        [
          for grant in values(google_project_iam_member.function) :
          "project: ${grant.role}"
          if grant.member == "serviceAccount:carvos-${name}@carvos-test.iam.gserviceaccount.com"
        ],
        flatten([
          for secret, binding in google_secret_manager_secret_iam_binding.accessor : [
            for member in binding.members :
            "${binding.secret_id}: ${binding.role}"
            if member == "serviceAccount:carvos-${name}@carvos-test.iam.gserviceaccount.com"
          ]
        ]),
        flatten([
          for queue, binding in merge(
            { for queue, binding in google_cloud_tasks_queue_iam_binding.enqueuer : "${queue} enqueuer" => binding },
            { for queue, binding in google_cloud_tasks_queue_iam_binding.viewer : "${queue} viewer" => binding },
            ) : [
            for member in binding.members :
            # A queue is all its shards.
            "${replace(binding.name, "/-s[0-9]+$/", "")}: ${binding.role}"
            if member == "serviceAccount:carvos-${name}@carvos-test.iam.gserviceaccount.com"
          ]
        ]),
        [
          for member in google_service_account_iam_binding.task_creators.members :
          "carvos-tasks: ${google_service_account_iam_binding.task_creators.role}"
          if member == "serviceAccount:carvos-${name}@carvos-test.iam.gserviceaccount.com"
        ],
      )))
      }) == jsonencode({
      deliver = [
        "carvos-deliver-1m: roles/cloudtasks.enqueuer",
        "carvos-deliver-2h: roles/cloudtasks.enqueuer",
        "carvos-deliver-30m: roles/cloudtasks.enqueuer",
        "carvos-deliver-5m: roles/cloudtasks.enqueuer",
        "carvos-deliver-slow: roles/cloudtasks.enqueuer",
        "carvos-deliver: roles/cloudtasks.enqueuer",
        "carvos-master-key: roles/secretmanager.secretAccessor",
        "carvos-tasks: roles/iam.serviceAccountUser",
        "project: roles/datastore.user",
      ]
      portal-api = [
        "carvos-deliver: roles/cloudtasks.enqueuer",
        "carvos-identity-api-key: roles/secretmanager.secretAccessor",
        "carvos-master-key: roles/secretmanager.secretAccessor",
        "carvos-root-key: roles/secretmanager.secretAccessor",
        "carvos-tasks: roles/iam.serviceAccountUser",
        "project: roles/datastore.user",
        "project: roles/firebaseauth.admin",
      ]
      process = [
        "carvos-deliver: roles/cloudtasks.enqueuer",
        "carvos-process-slow: roles/cloudtasks.enqueuer",
        "carvos-process: roles/cloudtasks.enqueuer",
        "carvos-tasks: roles/iam.serviceAccountUser",
        "project: roles/datastore.user",
      ]
      rest = [
        "carvos-master-key: roles/secretmanager.secretAccessor",
        "carvos-process: roles/cloudtasks.enqueuer",
        "carvos-process: roles/cloudtasks.viewer",
        "carvos-root-key: roles/secretmanager.secretAccessor",
        "carvos-tasks: roles/iam.serviceAccountUser",
        "project: roles/datastore.user",
      ]
      results = [
        "carvos-deliver: roles/cloudtasks.enqueuer",
        "carvos-tasks: roles/iam.serviceAccountUser",
        "project: roles/datastore.user",
      ]
      sandbox = [
        "carvos-master-key: roles/secretmanager.secretAccessor",
        "carvos-root-key: roles/secretmanager.secretAccessor",
        "project: roles/datastore.user",
        "project: roles/firebaseauth.viewer",
      ]
      sweep = [
        "carvos-deliver-1m: roles/cloudtasks.enqueuer",
        "carvos-deliver-2h: roles/cloudtasks.enqueuer",
        "carvos-deliver-30m: roles/cloudtasks.enqueuer",
        "carvos-deliver-5m: roles/cloudtasks.enqueuer",
        "carvos-deliver-slow: roles/cloudtasks.enqueuer",
        "carvos-deliver: roles/cloudtasks.enqueuer",
        "carvos-process-slow: roles/cloudtasks.enqueuer",
        "carvos-process: roles/cloudtasks.enqueuer",
        "carvos-tasks: roles/iam.serviceAccountUser",
        "project: roles/datastore.user",
      ]
      webhooks = [
        "carvos-master-key: roles/secretmanager.secretAccessor",
        "carvos-process: roles/cloudtasks.enqueuer",
        "carvos-tasks: roles/iam.serviceAccountUser",
        "project: roles/datastore.user",
      ]
    })
    error_message = "An account may do more or less than the table says."
  }
}

run "no_grant_reaches_beyond_carvos" {
  command = plan

  assert {
    condition = toset(flatten([
      values(google_project_iam_member.function)[*].member,
      values(google_secret_manager_secret_iam_binding.accessor)[*].members,
      values(google_cloud_tasks_queue_iam_binding.enqueuer)[*].members,
      values(google_cloud_tasks_queue_iam_binding.viewer)[*].members,
      google_service_account_iam_binding.task_creators.members,
    ])) == toset([for name in keys(module.function) : "serviceAccount:carvos-${name}@carvos-test.iam.gserviceaccount.com"])
    error_message = "Somebody who is no function has a role of theirs."
  }

  assert {
    condition = alltrue([
      for grant in values(google_project_iam_member.function) :
      grant.condition[0].expression == "resource.name == \"projects/carvos-test/databases/(default)\""
      if grant.role == "roles/datastore.user"
    ])
    error_message = "An account comes to other databases of the project."
  }

  assert {
    condition = {
      for role, grant in google_project_iam_member.build : grant.role => join(" ", grant.condition[*].expression)
      } == {
      "roles/logging.logWriter"    = ""
      "roles/storage.objectViewer" = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-\")"
    }
    error_message = "The account that builds may do more on the project than it needs."
  }
}

run "every_shard_takes_tasks_from_the_same_accounts" {
  command = plan

  assert {
    condition     = toset(keys(google_cloud_tasks_queue_iam_binding.enqueuer)) == toset(keys(google_cloud_tasks_queue.queue))
    error_message = "A queue has no list of who may create tasks in it."
  }

  assert {
    condition = alltrue([
      for name, binding in google_cloud_tasks_queue_iam_binding.enqueuer :
      binding.members == google_cloud_tasks_queue_iam_binding.enqueuer[replace(name, "/-s[0-9]+$/", "-s0")].members
    ])
    error_message = "Shards of one queue take tasks from different accounts."
  }
}

run "every_function_runs_as_an_account_of_its_own" {
  command = plan

  assert {
    condition = alltrue([
      for name, function in module.function :
      function.service_account_email == "carvos-${name}@carvos-test.iam.gserviceaccount.com"
    ])
    error_message = "A function runs as another account than its own."
  }

  assert {
    condition     = alltrue([for function in values(module.function) : endswith(function.deployed.build.service_account, "/carvos-build@carvos-test.iam.gserviceaccount.com")])
    error_message = "A function is built by the project's default account."
  }
}

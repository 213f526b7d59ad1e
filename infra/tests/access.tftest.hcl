# Who can reach which function, and who may then invoke it: read off what would be deployed.

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

run "every_function_is_reached_only_from_where_it_is_meant_to_be" {
  command = plan

  assert {
    condition = { for name, function in module.function : name => function.deployed.service.ingress_settings } == {
      deliver    = "ALLOW_INTERNAL_ONLY"
      portal-api = "ALLOW_ALL"
      process    = "ALLOW_INTERNAL_ONLY"
      rest       = "ALLOW_INTERNAL_AND_GCLB"
      results    = "ALLOW_ALL"
      sandbox    = "ALLOW_ALL"
      sweep      = "ALLOW_INTERNAL_ONLY"
      webhooks   = "ALLOW_INTERNAL_AND_GCLB"
    }
    error_message = "A function, or one more or less of them, can be reached from elsewhere than meant."
  }
}

run "every_function_is_invoked_only_by_whom_it_is_meant_for" {
  command = plan

  assert {
    condition = {
      for name, function in module.function :
      name => { for role, members in function.deployed.invokers : role => join(" ", members) }
      } == {
      deliver    = { "roles/run.invoker" = "serviceAccount:carvos-tasks@carvos-test.iam.gserviceaccount.com" }
      portal-api = { "roles/run.invoker" = "allUsers" }
      process    = { "roles/run.invoker" = "serviceAccount:carvos-tasks@carvos-test.iam.gserviceaccount.com" }
      rest       = { "roles/run.invoker" = "allUsers" }
      results    = { "roles/run.invoker" = "serviceAccount:sender@ai-project.iam.gserviceaccount.com" }
      sandbox    = { "roles/run.invoker" = "allUsers" }
      sweep      = { "roles/run.invoker" = "serviceAccount:carvos-scheduler@carvos-test.iam.gserviceaccount.com" }
      webhooks   = { "roles/run.invoker" = "allUsers" }
    }
    error_message = "A function may be invoked by others than those it is meant for."
  }

  # The binding must be on the service that is below the very function.
  assert {
    condition     = alltrue([for name, function in module.function : function.service_name == name && function.name == name])
    error_message = "A binding is on another service than that of its function."
  }
}

run "the_scheduler_calls_sweep_with_a_token_that_is_made_out_to_it" {
  command = plan

  assert {
    condition = (
      google_cloud_scheduler_job.sweep.schedule == "* * * * *" &&
      google_cloud_scheduler_job.sweep.http_target[0].http_method == "POST" &&
      google_cloud_scheduler_job.sweep.http_target[0].uri == "https://sweep-123456789012.europe-west1.run.app"
    )
    error_message = "Sweep is not called, or not every minute."
  }

  assert {
    condition = google_cloud_scheduler_job.sweep.http_target[0].oidc_token[0] == {
      audience              = "https://sweep-123456789012.europe-west1.run.app"
      service_account_email = "carvos-scheduler@carvos-test.iam.gserviceaccount.com"
    }
    error_message = "The scheduler's token is not what sweep expects."
  }
}

# That a mistake of whoever uses the module does not open a worker, nor close a function to everybody.

mock_provider "google" {}

variables {
  project_id            = "carvos-test"
  region                = "europe-west1"
  name                  = "worker"
  environment           = { CARVOS_PLATFORM = "gcp" }
  service_account_email = "carvos-worker@carvos-test.iam.gserviceaccount.com"
  access                = { ingress = "ALLOW_INTERNAL_ONLY", invokers = ["serviceAccount:caller@carvos-test.iam.gserviceaccount.com"] }
  build                 = { bucket = "releases", object = "release.zip", repository = "functions", service_account = "build" }
  capacity              = { concurrency = 1, max = 1, memory = "512Mi", min = 0, timeout = 60 }
}

run "a_worker_for_all_users_is_refused" {
  command = plan
  variables {
    access = { ingress = "ALLOW_INTERNAL_ONLY", invokers = ["allUsers"] }
  }
  expect_failures = [var.access]
}

run "a_worker_for_whoever_has_an_account_of_googles_is_refused" {
  command = plan
  variables {
    access = { ingress = "ALLOW_INTERNAL_ONLY", invokers = ["allAuthenticatedUsers"] }
  }
  expect_failures = [var.access]
}

run "a_function_for_nobody_is_refused" {
  command = plan
  variables {
    access = { ingress = "ALLOW_ALL", invokers = [] }
  }
  expect_failures = [var.access]
}

run "an_ingress_that_there_is_not_is_refused" {
  command = plan
  variables {
    access = { ingress = "ALLOW_NOBODY", invokers = ["allUsers"] }
  }
  expect_failures = [var.access]
}

run "all_traffic_goes_out_by_the_connector" {
  command = plan
  variables {
    vpc_connector = "projects/carvos-test/locations/europe-west1/connectors/egress"
  }
  assert {
    condition = (
      google_cloudfunctions2_function.function.service_config[0].vpc_connector == var.vpc_connector &&
      google_cloudfunctions2_function.function.service_config[0].vpc_connector_egress_settings == "ALL_TRAFFIC"
    )
    error_message = "Webhooks to public addresses would go out by Google's own addresses."
  }
}

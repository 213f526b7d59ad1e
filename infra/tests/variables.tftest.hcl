# That what cannot work is refused before anything is made.

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


run "an_emulators_project" {
  command = plan
  variables {
    project_id = "demo-carvos"
  }
  expect_failures = [var.project_id]
}

run "a_portal_with_a_path" {
  command = plan
  variables {
    portal_url = "https://portal.example.com/portal"
  }
  expect_failures = [var.portal_url]
}

run "a_portal_without_tls" {
  command = plan
  variables {
    portal_url = "http://portal.example.com"
  }
  expect_failures = [var.portal_url]
}

run "a_person_in_place_of_the_ai_services_account" {
  command = plan
  variables {
    ai_service = { account = "somebody@example.com", url = "https://ai.example.com" }
  }
  expect_failures = [var.ai_service]
}

run "an_ai_service_without_tls" {
  command = plan
  variables {
    ai_service = { account = "sender@ai-project.iam.gserviceaccount.com", url = "http://ai.example.com" }
  }
  expect_failures = [var.ai_service]
}

run "a_prefix_that_is_too_long_for_accounts" {
  command = plan
  variables {
    prefix = "a-prefix-that-is-too-long"
  }
  expect_failures = [var.prefix]
}

run "a_function_that_there_is_not" {
  command = plan
  variables {
    instances = { upload = { max = 1 } }
  }
  expect_failures = [var.instances]
}

run "more_instances_at_least_than_at_most" {
  command = plan
  variables {
    instances = { rest = { min = 3, max = 2 } }
  }
  expect_failures = [var.instances]
}

run "a_log_level_that_there_is_not" {
  command = plan
  variables {
    log_level = "verbose"
  }
  expect_failures = [var.log_level]
}

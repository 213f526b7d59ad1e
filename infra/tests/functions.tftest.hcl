# What is deployed as each function, and what it is told.

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


run "every_function_of_the_code_is_deployed_from_the_release" {
  command = plan

  assert {
    condition = toset(keys(module.function)) == toset([
      "deliver", "portal-api", "process", "rest", "results", "sandbox", "sweep", "webhooks",
    ])
    error_message = "A function is missing, or there is one that the code does not know."
  }

  assert {
    condition = alltrue([
      for name, function in module.function :
      function.deployed.build.runtime == "nodejs24" &&
      function.deployed.build.entry_point == name &&
      function.deployed.build.source[0].storage_source[0].object == "carvos-functions-${filesha256("tests/release-stand-in.txt")}.zip"
    ])
    error_message = "A function is not its own entry point in the release, or would not be built anew with the next one."
  }
}

run "every_function_is_told_all_that_it_must_know" {
  command = plan

  assert {
    condition = jsonencode({
      for name, function in module.function : name => function.deployed.service.environment_variables if name != "portal-api"
      }) == jsonencode({
      for name in ["deliver", "process", "rest", "results", "sandbox", "sweep", "webhooks"] : name => {
        AI_SERVICE_URL           = "https://ai.example.com"
        CARVOS_AI_ACCOUNT        = "sender@ai-project.iam.gserviceaccount.com"
        CARVOS_FUNCTION_URL      = "https://{function}-123456789012.europe-west1.run.app"
        CARVOS_IDENTITY_API_KEY  = "not-for-this-function"
        CARVOS_LOCATION          = "europe-west1"
        CARVOS_MASTER_KEY_SECRET = "carvos-master-key"
        CARVOS_PLATFORM          = "gcp"
        CARVOS_PORTAL_PROXIES    = "1"
        CARVOS_PORTAL_URL        = "https://portal.example.com"
        CARVOS_QUEUE_PREFIX      = "carvos-"
        CARVOS_RATE_LIMIT        = "100,200"
        CARVOS_ROOT_KEY_SECRET   = "carvos-root-key"
        CARVOS_SCHEDULER_ACCOUNT = "carvos-scheduler@carvos-test.iam.gserviceaccount.com"
        CARVOS_TASKS_ACCOUNT     = "carvos-tasks@carvos-test.iam.gserviceaccount.com"
        GOOGLE_CLOUD_PROJECT     = "carvos-test"
        LOG_LEVEL                = "info"
      }
    })
    error_message = "A function is told less than it must know, or something else."
  }
}

run "the_web_api_key_comes_from_its_secret_and_to_the_portals_api_only" {
  command = plan

  assert {
    condition = {
      for name, function in module.function : name => {
        for one in function.deployed.service.secret_environment_variables : one.key => "${one.project_id}/${one.secret}/${one.version}"
      } if length(function.deployed.service.secret_environment_variables) > 0
      } == {
      portal-api = { CARVOS_IDENTITY_API_KEY = "carvos-test/carvos-identity-api-key/latest" }
    }
    error_message = "A function gets a secret that it has no use for, or the portal's API none."
  }

  assert {
    condition = (
      !contains(keys(module.function["portal-api"].deployed.service.environment_variables), "CARVOS_IDENTITY_API_KEY") &&
      length(module.function["portal-api"].deployed.service.environment_variables) == length(module.function["rest"].deployed.service.environment_variables) - 1
    )
    error_message = "The portal's API has the key twice, or is told less than the others."
  }
}

run "every_instance_can_take_more_than_one_request_and_end_it" {
  command = plan

  # Less than a whole CPU allows for one request at a time, and Cloud Run then refuses such a concurrency.
  assert {
    condition     = alltrue([for function in values(module.function) : function.deployed.service.available_cpu == "1"])
    error_message = "A function has less than one CPU."
  }

  # Reading a body may take 30 s and answering it 25 s; a claim holds for 60 s.
  assert {
    condition     = alltrue([for function in values(module.function) : function.deployed.service.timeout_seconds == 60])
    error_message = "A function is stopped before it can say what happened."
  }

  assert {
    condition     = alltrue([for function in values(module.function) : function.deployed.service.max_instance_count >= 1])
    error_message = "A function has no bound, or no instance."
  }
}

run "instances_follow_the_variable" {
  command = plan

  variables {
    instances = { rest = { max = 7 }, deliver = { min = 2 } }
  }

  assert {
    condition = (
      module.function["rest"].deployed.service.max_instance_count == 7 &&
      module.function["rest"].deployed.service.min_instance_count == 1 &&
      module.function["deliver"].deployed.service.min_instance_count == 2 &&
      module.function["webhooks"].deployed.service.max_instance_count == 100
    )
    error_message = "What the variable says is not taken, or changes more than it says."
  }
}

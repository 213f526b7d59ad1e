# That the deployed queues are those of the code's table.

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


run "every_queue_is_there_with_its_rates_and_retries" {
  command = plan

  assert {
    condition = {
      for key, queue in google_cloud_tasks_queue.queue : key => {
        name       = queue.name
        location   = queue.location
        rate       = queue.rate_limits[0].max_dispatches_per_second
        concurrent = queue.rate_limits[0].max_concurrent_dispatches
        retry = {
          attempts    = queue.retry_config[0].max_attempts
          min_backoff = queue.retry_config[0].min_backoff
          max_backoff = queue.retry_config[0].max_backoff
          doublings   = queue.retry_config[0].max_doublings
        }
      }
      } == {
      for key, queue in jsondecode(file("queues.json")).queues : key => {
        name       = "carvos-${key}"
        location   = "europe-west1"
        rate       = queue.maxDispatchesPerSecond
        concurrent = queue.maxConcurrentDispatches
        retry      = { attempts = -1, min_backoff = "1s", max_backoff = "60s", doublings = 6 }
      }
    }
    error_message = "A queue is missing, or is not as the code's table has it."
  }

  # What a queue may not be with Cloud Tasks.
  assert {
    condition = alltrue([
      for queue in values(google_cloud_tasks_queue.queue) :
      queue.rate_limits[0].max_dispatches_per_second <= 500 && queue.rate_limits[0].max_concurrent_dispatches <= 5000
    ])
    error_message = "Cloud Tasks refuses such a queue."
  }
}

run "functions_find_the_queues_by_their_prefix" {
  command = plan

  variables {
    prefix = "gateway"
  }

  assert {
    condition = alltrue([
      for key, queue in google_cloud_tasks_queue.queue :
      queue.name == "${module.function["rest"].deployed.service.environment_variables["CARVOS_QUEUE_PREFIX"]}${key}"
    ])
    error_message = "Functions would look for other queues."
  }
}

run "workers_have_room_for_all_that_the_queues_send_at_once" {
  command = plan

  assert {
    condition = alltrue([
      for worker in ["process", "deliver"] :
      module.function[worker].deployed.service.max_instance_request_concurrency == jsondecode(file("queues.json")).instancePlaces
    ])
    error_message = "An instance takes on another number of tasks than the fair shares are reckoned with."
  }

  # Cloud Run answers 429 to what it has no place for, and on that Cloud Tasks slows the whole queue.
  assert {
    condition = alltrue([
      for worker in ["process", "deliver"] :
      module.function[worker].deployed.service.max_instance_count * module.function[worker].deployed.service.max_instance_request_concurrency >= sum([
        for queue in values(jsondecode(file("queues.json")).queues) : queue.maxConcurrentDispatches if queue.worker == worker
      ])
    ])
    error_message = "The queues send more at once than there are places for."
  }
}

run "too_few_instances_of_a_worker_are_told_of" {
  command = plan

  variables {
    instances = { deliver = { max = 10 } }
  }

  expect_failures = [check.workers_have_room]
}

locals {
  # Who may call what, and from where. What Cloud Run lets through, a function asks again for itself (docs/decisions/0008).
  _access = {
    # The load balancer is the only way in from outside, so that nobody goes around Cloud Armor. API keys and signatures are checked inside.
    balanced = { ingress = "ALLOW_INTERNAL_AND_GCLB", invokers = ["allUsers"] }
    # Firebase Hosting does not come through the load balancer, and has no identity. The portal's session is checked inside.
    hosted = { ingress = "ALLOW_ALL", invokers = ["allUsers"] }
    # From anywhere, as the AI services are not in this project, but by their account only.
    ai = { ingress = "ALLOW_ALL", invokers = ["serviceAccount:${var.ai_service.account}"] }
    # Cloud Tasks and Cloud Scheduler of this project count as internal.
    tasks     = { ingress = "ALLOW_INTERNAL_ONLY", invokers = ["serviceAccount:${local.caller_accounts["tasks"]}"] }
    scheduler = { ingress = "ALLOW_INTERNAL_ONLY", invokers = ["serviceAccount:${local.caller_accounts["scheduler"]}"] }
  }

  # One whole CPU each: less does not allow for more than one request at a time.
  _functions = {
    rest = {
      access      = "balanced"
      memory      = "512Mi" # 80 bodies of 512 KiB, parsed, beside the 100 MiB of an instance at work (docs/cold-start.md).
      concurrency = 80      # A request mostly waits for Firestore.
      min         = 1       # An ATS waits for the answer: it should not wait for an instance too.
      max         = 100     # Some thousand requests a second; what is above that is turned away before it costs more.
      timeout     = 60      # 30 s to read a body, then 25 s to answer.
    }
    webhooks = {
      access      = "balanced"
      memory      = "512Mi" # As rest.
      concurrency = 80      # As rest.
      min         = 1       # As rest: a sender that waits too long sends again.
      max         = 100     # As rest.
      timeout     = 60      # As rest.
    }
    process = {
      access      = "tasks"
      memory      = "1Gi" # 64 events of up to 768 KiB, each as bytes, parsed, and as the AI's answer.
      concurrency = local.queue_table.instancePlaces
      min         = 0  # Nobody waits for it.
      max         = 25 # Room for all that the queues may have under way at once (800), while instances come and go.
      timeout     = 60 # Twice what a queue waits, and as long as a claim holds: what was done is still written down.
    }
    results = {
      access      = "ai"
      memory      = "1Gi" # 80 results of up to 832 KiB, parsed.
      concurrency = 80    # As rest.
      min         = 0     # The AI services send again what was not taken.
      max         = 25    # As process, whose events the results are of.
      timeout     = 60    # As rest.
    }
    deliver = {
      access       = "tasks"
      memory       = "1Gi" # 64 deliveries of up to 768 KiB, and 64 KiB of each answer; benchmarks saw 340 MiB.
      concurrency  = local.queue_table.instancePlaces
      min          = 0  # The first attempt after a quiet time may take a second longer.
      max          = 30 # Room for all that the queues may have under way at once (960), while instances come and go.
      timeout      = 60 # As process.
      fixed_egress = true
    }
    sandbox = {
      access       = "hosted"
      memory       = "512Mi" # A few people at a time.
      concurrency  = 80      # As rest.
      min          = 0       # A page may take a second to be there.
      max          = 5       # Each send is limited by person; more is nobody's use.
      timeout      = 60      # As rest; a send itself ends after 3 s.
      fixed_egress = true
    }
    portal-api = {
      access      = "hosted"
      memory      = "512Mi" # Bodies of 64 KiB at most; a page of the log is the largest answer.
      concurrency = 80      # As rest.
      min         = 0       # As sandbox.
      max         = 10      # A few hundred people at once.
      timeout     = 60      # As rest.
      # Passwords are checked here and nowhere else.
      secret_environment = { CARVOS_IDENTITY_API_KEY = "identity-api-key" }
    }
    sweep = {
      access      = "scheduler"
      memory      = "1Gi" # Pages of 100 documents of up to 768 KiB, of 16 shards side by side.
      concurrency = 1     # One run has the instance to itself.
      min         = 0     # It is called every minute anyway.
      max         = 2     # A run that is late may overlap the next; two do each other no harm.
      timeout     = 60    # A run ends itself after 45 s.
    }
  }

  functions = {
    for name, function in local._functions : name => merge(
      { fixed_egress = false, secret_environment = {} },
      function,
      local._access[function.access],
      {
        name = name
        uri  = replace(local.function_url, "{function}", name)
        min  = coalesce(try(var.instances[name].min, null), function.min)
        max  = coalesce(try(var.instances[name].max, null), function.max)
      },
    )
  }

  # What functions/shared/config/settings.ts reads on Google Cloud, the same for all. What is null is left out.
  environment = {
    for name, value in {
      AI_SERVICE_AUDIENCE      = var.ai_service.audience
      AI_SERVICE_URL           = var.ai_service.url
      CARVOS_AI_ACCOUNT        = var.ai_service.account
      CARVOS_DATABASE          = var.firestore.database == "(default)" ? null : var.firestore.database
      CARVOS_FUNCTION_URL      = local.function_url
      CARVOS_LOCATION          = var.region
      CARVOS_MASTER_KEY_SECRET = google_secret_manager_secret.secret["master-key"].secret_id
      CARVOS_PLATFORM          = "gcp"
      # Firebase Hosting's own address stands after the client's.
      CARVOS_PORTAL_PROXIES    = "1"
      CARVOS_PORTAL_URL        = var.portal_url
      CARVOS_QUEUE_PREFIX      = "${var.prefix}-"
      CARVOS_RATE_LIMIT        = "${var.rate_limit.per_second},${var.rate_limit.burst}"
      CARVOS_ROOT_KEY_SECRET   = google_secret_manager_secret.secret["root-key"].secret_id
      CARVOS_SCHEDULER_ACCOUNT = local.caller_accounts["scheduler"]
      CARVOS_TASKS_ACCOUNT     = local.caller_accounts["tasks"]
      GOOGLE_CLOUD_PROJECT     = var.project_id
      LOG_LEVEL                = var.log_level
      # Must be set wherever the platform is Google Cloud. Who checks no passwords is given no key: an instance need not ask Secret Manager
      # for it as it starts, and the account need not be let in there. Where `secret_environment` has it, that one counts.
      CARVOS_IDENTITY_API_KEY = "not-for-this-function"
    } : name => value if value != null
  }
}

module "function" {
  source   = "./modules/function"
  for_each = local.functions

  project_id = var.project_id
  region     = var.region
  labels     = local.labels

  name     = each.key
  access   = { ingress = each.value.ingress, invokers = each.value.invokers }
  capacity = { for key in ["concurrency", "max", "memory", "min", "timeout"] : key => each.value[key] }
  environment = {
    for name, value in local.environment : name => value if !contains(keys(each.value.secret_environment), name)
  }
  secret_environment = {
    for name, secret in each.value.secret_environment :
    name => google_secret_manager_secret.secret[secret].secret_id
  }
  service_account_email = local.function_accounts[each.key]
  vpc_connector         = each.value.fixed_egress ? local.egress_connector : null

  build = {
    bucket          = google_storage_bucket_object.release.bucket
    object          = google_storage_bucket_object.release.name
    repository      = google_artifact_registry_repository.functions.id
    service_account = "projects/${var.project_id}/serviceAccounts/${local.build_account}"
  }

  # What Terraform cannot see: a build fails without its roles, an instance does not start without its secret, and it works with the database
  # that its role is for. So, too, a role for the database before is taken away only when no function is told of that one any more.
  depends_on = [
    google_artifact_registry_repository_iam_member.build,
    google_project_iam_member.build,
    google_project_iam_member.function,
    google_project_service.api,
    google_secret_manager_secret_iam_binding.accessor,
    google_storage_bucket_iam_member.build,
  ]
}

# Fewer instances are the operator's choice, but what a worker has no place for is answered 429, and on that Cloud Tasks slows the whole queue.
check "workers_have_room" {
  assert {
    condition = alltrue([
      for worker in ["process", "deliver"] :
      local.functions[worker].max * local.functions[worker].concurrency >= sum([
        for queue in values(local.queues) : queue.maxConcurrentDispatches if queue.worker == worker
      ])
    ])
    error_message = "The queues send process or deliver more at once than all its instances have places for: give it more in `instances`."
  }
}

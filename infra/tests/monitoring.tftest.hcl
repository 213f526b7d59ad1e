# What is measured, and who is told of what: read off what would be made.

mock_provider "google" {
  source = "./tests/mocks"

  mock_resource "google_monitoring_alert_policy" {
    defaults        = { name = "a-policy" }
    override_during = plan
  }
}

mock_provider "google-beta" {}

# Known as early as in the plan, so that what refers to what can be seen.
override_resource {
  target          = google_monitoring_notification_channel.email["operations@example.com"]
  override_during = plan
  values          = { id = "projects/carvos-test/notificationChannels/email" }
}

override_resource {
  target          = google_monitoring_uptime_check_config.api
  override_during = plan
  values          = { uptime_check_id = "api-check" }
}

override_resource {
  target          = google_monitoring_slo.slo["accepting"]
  override_during = plan
  values          = { name = "slo-accepting" }
}

override_resource {
  target          = google_monitoring_slo.slo["accepted-in-time"]
  override_during = plan
  values          = { name = "slo-accepted-in-time" }
}

override_resource {
  target          = google_monitoring_slo.slo["delivered-on-time"]
  override_during = plan
  values          = { name = "slo-delivered-on-time" }
}

variables {
  project_id  = "carvos-test"
  api_host    = "api.example.com"
  portal_url  = "https://portal.example.com"
  release_zip = "tests/release-stand-in.txt"
  ai_service = {
    account = "sender@ai-project.iam.gserviceaccount.com"
    url     = "https://ai.example.com"
  }
  alert_channels = {
    emails = ["operations@example.com"]
    paging = ["projects/carvos-test/notificationChannels/1"]
  }
}

run "somebody_is_paged_for_each_symptom_and_for_nothing_else" {
  command = plan

  assert {
    condition = toset([
      for name, policy in google_monitoring_alert_policy.alert : name if policy.severity == "CRITICAL"
      ]) == toset([
      "accepted-in-time-burns-fast",
      "accepting-burns-fast",
      "ai-failures",
      "delivered-on-time-burns-fast",
      "delivery-overdue",
      "errors-5xx",
      "exhausted-webhooks",
      "queues",
      "sweep-not-running",
      "uptime",
    ])
    error_message = "Nobody is paged for a symptom, or somebody for what is none."
  }

  assert {
    condition = alltrue([
      for policy in google_monitoring_alert_policy.alert :
      toset(policy.notification_channels) == toset(concat(
        ["projects/carvos-test/notificationChannels/email"],
        policy.severity == "CRITICAL" ? ["projects/carvos-test/notificationChannels/1"] : [],
      ))
    ])
    error_message = "An alert goes to others than it should, or to nobody."
  }

  assert {
    condition     = alltrue([for policy in google_monitoring_alert_policy.alert : policy.enabled != false])
    error_message = "An alert is switched off."
  }
}

run "each_alert_says_what_is_wrong_and_names_its_runbook" {
  command = plan

  assert {
    condition = alltrue([
      for policy in google_monitoring_alert_policy.alert : contains(
        [
          "ai-service-down",
          "ats-down-for-a-day",
          "cloud-tasks-outage",
          "cost-guardrails",
          "draining-and-pausing-queues",
          "exhausted-rate-high",
          "leaked-api-key",
          "leaked-webhook-secret",
          "queue-stalls",
          "restoring-firestore",
          "rotating-the-master-key",
          "server-errors",
          "signing-in",
        ],
        try(one(one(regexall("docs/runbooks/([a-z0-9-]+)[.]md$", policy.documentation[0].content))), "none"),
      )
    ])
    error_message = "An alert names no runbook, or one that there is not."
  }

  assert {
    condition     = alltrue([for policy in google_monitoring_alert_policy.alert : length(policy.documentation[0].content) > 100])
    error_message = "An alert does not say what is wrong."
  }
}

run "an_alert_links_its_runbook_where_the_repository_can_be_read" {
  command = plan

  variables {
    runbooks_url = "https://git.example.com/carvos/docs/runbooks"
  }

  assert {
    condition = endswith(
      google_monitoring_alert_policy.alert["queues"].documentation[0].content,
      "[docs/runbooks/queue-stalls.md](https://git.example.com/carvos/docs/runbooks/queue-stalls.md)",
    )
    error_message = "An alert does not link its runbook."
  }
}

run "sweep_that_does_not_run_is_noticed_by_its_silence" {
  command = plan

  assert {
    condition = [
      for condition in google_monitoring_alert_policy.alert["sweep-not-running"].conditions : join(" ", [
        condition.condition_absent[0].duration,
        condition.condition_absent[0].filter,
      ]) if length(condition.condition_absent) > 0
      ] == [
      "300s metric.type = \"logging.googleapis.com/user/carvos/sweep-runs\" AND resource.type = \"cloud_run_revision\"",
    ]
    error_message = "Nobody hears of sweep when it is silent."
  }

  assert {
    condition     = endswith(google_logging_metric.log["sweep-runs"].filter, " AND jsonPayload.message = \"sweep.finished\"")
    error_message = "Runs of sweep are counted by another line than the one that it ends with."
  }

  # Any of its conditions is enough.
  assert {
    condition     = google_monitoring_alert_policy.alert["sweep-not-running"].combiner == "OR"
    error_message = "Silence alone is not noticed."
  }
}

run "what_is_overdue_is_measured_in_buckets_that_end_where_it_is_too_much" {
  command = plan

  variables {
    alert_thresholds = { overdue_seconds = 420 }
  }

  assert {
    condition = alltrue([
      for name in ["delivery-overdue", "event-overdue"] :
      contains(google_logging_metric.log[name].bucket_options[0].explicit_buckets[0].bounds, 420) &&
      google_logging_metric.log[name].metric_descriptor[0].unit == "s" &&
      google_logging_metric.log[name].metric_descriptor[0].value_type == "DISTRIBUTION"
    ])
    error_message = "Whether something is overdue would be guessed within a bucket."
  }

  assert {
    condition = [
      for condition in google_monitoring_alert_policy.alert["delivery-overdue"].conditions : join(" ", [
        condition.condition_threshold[0].comparison,
        tostring(condition.condition_threshold[0].threshold_value),
        regex("carvos/[a-z-]+", condition.condition_threshold[0].filter),
      ])
      ] == [
      "COMPARISON_GT 420 carvos/delivery-overdue",
      "COMPARISON_GT 420 carvos/event-overdue",
    ]
    error_message = "Overdue deliveries or events are not noticed."
  }
}

run "a_metric_is_of_the_lines_of_our_functions_alone" {
  command = plan

  assert {
    condition = alltrue([
      for metric in google_logging_metric.log : startswith(metric.filter, join(" AND ", [
        "resource.type = \"cloud_run_revision\"",
        "resource.labels.location = \"europe-west1\"",
        "resource.labels.service_name = (\"deliver\" OR \"portal-api\" OR \"process\" OR \"rest\" OR \"results\" OR \"sandbox\" OR \"sweep\" OR \"webhooks\")",
        "jsonPayload.message = \"",
      ]))
    ])
    error_message = "A metric counts what others write, or not what a function does."
  }
}

run "a_share_is_one_of_the_same_metric_over_the_same_time" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for policy in google_monitoring_alert_policy.alert : [
        for condition in policy.conditions : [
          for threshold in condition.condition_threshold :
          threshold.denominator_aggregations[0].alignment_period == threshold.aggregations[0].alignment_period &&
          regex("metric.type = \"([^\"]+)\"", threshold.denominator_filter) == regex("metric.type = \"([^\"]+)\"", threshold.filter) &&
          threshold.threshold_value < 1
          if threshold.denominator_filter != null
        ]
      ]
    ]))
    error_message = "A share is of other things than it is divided by."
  }

  assert {
    condition = length(flatten([
      for policy in google_monitoring_alert_policy.alert : [
        for condition in policy.conditions : [for threshold in condition.condition_threshold : 1 if threshold.denominator_filter != null]
      ]
    ])) == 6
    error_message = "There are more or fewer shares than there were."
  }
}

run "what_waits_by_design_in_the_slow_queues_pages_nobody" {
  command = plan

  assert {
    condition = !anytrue(flatten([
      for policy in google_monitoring_alert_policy.alert : [
        for condition in policy.conditions : [
          for threshold in condition.condition_threshold : strcontains(threshold.filter, "-slow-")
        ]
      ] if policy.severity == "CRITICAL"
    ]))
    error_message = "A slow queue pages somebody."
  }

  # All the others do: four shards of each queue of first attempts, two of each rung.
  assert {
    condition = {
      for worker, names in local._prompt_queues : worker => length(names)
    } == { deliver = 12, process = 4 }
    error_message = "A queue is not watched."
  }

  assert {
    condition = alltrue([
      for names in local._prompt_queues : alltrue([for name in names : strcontains(join(" ", flatten([
        for condition in google_monitoring_alert_policy.alert["queues"].conditions : condition.condition_threshold[*].filter
      ])), "\"${name}\"")])
    ])
    error_message = "A queue is not watched."
  }
}

run "each_slo_is_held_by_a_fast_and_a_slow_alert_on_its_burn_rate" {
  command = plan

  assert {
    condition = { for name, slo in google_monitoring_slo.slo : name => slo.goal } == {
      accepted-in-time  = 0.99
      accepting         = 0.999
      delivered-on-time = 0.99
    }
    error_message = "The SLOs are others."
  }

  assert {
    condition = alltrue([
      for name, slo in google_monitoring_slo.slo : [
        for condition in google_monitoring_alert_policy.alert["${name}-burns-fast"].conditions : condition.condition_threshold[0].filter
      ] == [for window in ["3600s", "300s"] : "select_slo_burn_rate(\"${slo.name}\", \"${window}\")"]
    ])
    error_message = "An SLO burns fast and nobody is paged."
  }

  assert {
    condition = alltrue([
      for name, slo in google_monitoring_slo.slo : [
        for condition in google_monitoring_alert_policy.alert["${name}-burns-slowly"].conditions : condition.condition_threshold[0].filter
      ] == [for window in ["21600s", "1800s"] : "select_slo_burn_rate(\"${slo.name}\", \"${window}\")"]
    ])
    error_message = "An SLO burns slowly and nobody is told."
  }

  # Both windows must be burning: the long one alone would go on long after the trouble has ended.
  assert {
    condition = alltrue([
      for name, policy in google_monitoring_alert_policy.alert : policy.combiner == "AND" if strcontains(name, "-burns-")
    ])
    error_message = "One window is enough."
  }

  assert {
    condition = (
      google_monitoring_slo.slo["accepted-in-time"].request_based_sli[0].distribution_cut[0].range[0].max == 1000 &&
      strcontains(google_monitoring_slo.slo["accepted-in-time"].request_based_sli[0].distribution_cut[0].distribution_filter, "metric.labels.response_code = \"202\"") &&
      google_monitoring_slo.slo["delivered-on-time"].request_based_sli[0].distribution_cut[0].range[0].max == 60000 &&
      strcontains(google_monitoring_slo.slo["delivered-on-time"].request_based_sli[0].distribution_cut[0].distribution_filter, "carvos-deliver-2h-s1") &&
      strcontains(google_monitoring_slo.slo["accepting"].request_based_sli[0].good_total_ratio[0].bad_service_filter, "response_code_class = \"500\"")
    )
    error_message = "An SLO measures something else."
  }
}

run "the_dashboard_is_sound_and_every_metric_is_looked_at" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for index, one in jsondecode(google_monitoring_dashboard.carvos.dashboard_json).mosaicLayout.tiles : [
        for other, two in jsondecode(google_monitoring_dashboard.carvos.dashboard_json).mosaicLayout.tiles :
        try(one.xPos, 0) + one.width <= try(two.xPos, 0) || try(two.xPos, 0) + two.width <= try(one.xPos, 0) ||
        try(one.yPos, 0) + one.height <= try(two.yPos, 0) || try(two.yPos, 0) + two.height <= try(one.yPos, 0)
        if other != index
      ]
    ]))
    error_message = "Tiles lie upon each other."
  }

  assert {
    condition = alltrue([
      for name, metric in google_logging_metric.log : (
        strcontains(google_monitoring_dashboard.carvos.dashboard_json, "/user/${metric.name}\\\"") ||
        anytrue(flatten([
          for policy in google_monitoring_alert_policy.alert : [
            for condition in policy.conditions : [
              for threshold in condition.condition_threshold : strcontains(threshold.filter, "/user/${metric.name}\"")
            ]
          ]
        ]))
      )
    ])
    error_message = "A metric is paid for, and nobody looks at it."
  }
}

run "without_a_budget_there_is_none" {
  command = plan

  assert {
    condition     = length(google_billing_budget.monthly) == 0
    error_message = "A budget needs rights that who deploys may not have."
  }
}

run "a_budget_tells_before_all_is_spent" {
  command = plan

  variables {
    budget = { billing_account = "012345-6789AB-CDEF01", monthly_amount = 200 }
  }

  assert {
    condition = (
      google_billing_budget.monthly[0].amount[0].specified_amount[0].units == "200" &&
      min(google_billing_budget.monthly[0].threshold_rules[*].threshold_percent...) < 1 &&
      contains(google_billing_budget.monthly[0].threshold_rules[*].spend_basis, "FORECASTED_SPEND") &&
      google_billing_budget.monthly[0].budget_filter[0].projects == toset(["projects/123456789012"]) &&
      google_billing_budget.monthly[0].all_updates_rule[0].monitoring_notification_channels == tolist(["projects/carvos-test/notificationChannels/email"])
    )
    error_message = "Somebody hears of what was spent too late, or nobody does."
  }
}

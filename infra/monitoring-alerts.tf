# Somebody is paged for what an ATS notices: webhooks that are late or do not come, events that are not accepted. What points to a cause, or can wait
# for the morning, is a ticket. Each policy names its runbook, docs/runbooks/<name>.md.
locals {
  _requests = join(" AND ", [
    "resource.type = \"cloud_run_revision\"",
    "metric.type = \"run.googleapis.com/request_count\"",
  ])

  # Functions that people and the AI services call directly. Workers are not among them: with a 500 they ask for their task again.
  _direct = {
    for name in ["portal-api", "results", "sandbox"] : name => "${local._requests} AND resource.labels.service_name = \"${module.function[name].service_name}\""
  }

  # One value a run of sweep, or one an attempt: the highest of them, as near as percentiles come to it.
  _highest = { aligner = "ALIGN_PERCENTILE_99", reducer = "REDUCE_MAX" }
  _sum     = { aligner = "ALIGN_SUM", reducer = "REDUCE_SUM" }

  alerts = merge(
    {
      delivery-overdue = {
        level        = "page"
        runbook      = "queue-stalls.md"
        display_name = "Webhooks are overdue"
        # Sweep comes back to a document after 2, 4, 8 … minutes: a single one that is stuck is seen at 8 min, many of them every minute.
        summary = "The oldest webhook whose attempt is due, and not made, has waited for more than ${var.alert_thresholds.overdue_seconds} s; or the oldest event. Those of unhealthy endpoints, which wait by design, are not counted."
        conditions = [
          {
            name   = "A delivery is overdue"
            filter = local.log_metric_filters["delivery-overdue"]
            above  = var.alert_thresholds.overdue_seconds
            of     = local._highest
          },
          {
            name   = "An event is overdue"
            filter = local.log_metric_filters["event-overdue"]
            above  = var.alert_thresholds.overdue_seconds
            of     = local._highest
          },
        ]
      }

      queues = {
        level        = "page"
        runbook      = "queue-stalls.md"
        display_name = "Queues do not keep up"
        summary      = "Tasks begin more than ${var.alert_thresholds.queue_delay_seconds} s after their time, or more than ${var.alert_thresholds.queue_depth} lie in one queue of first attempts, where nothing waits by design."
        conditions = concat(
          [
            for worker, filter in local._task_delays : {
              name     = "Tasks of ${worker} begin late"
              filter   = filter
              above    = var.alert_thresholds.queue_delay_seconds * 1000
              of       = local._highest
              group_by = ["resource.labels.queue_id"]
            }
          ],
          [
            {
              name = "Many first attempts wait"
              filter = join(" AND ", [
                "resource.type = \"cloud_tasks_queue\"",
                "resource.labels.queue_id = one_of(${join(",", [for name, queue in google_cloud_tasks_queue.queue : "\"${queue.name}\"" if local.queues[name].queue == "deliver"])})",
                "metric.type = \"cloudtasks.googleapis.com/queue/depth\"",
              ])
              above    = var.alert_thresholds.queue_depth
              for      = "600s"
              of       = { aligner = "ALIGN_MIN", reducer = "REDUCE_MAX" }
              group_by = ["resource.labels.queue_id"]
            },
          ],
        )
      }

      exhausted-webhooks = {
        level        = "page"
        runbook      = "exhausted-rate-high.md"
        display_name = "Webhooks end exhausted"
        combiner     = "AND"
        summary      = "Of the webhooks that ended in the last hour more than ${var.alert_thresholds.exhausted_share * 100} % were given up after their last attempt, and ten at least: an ATS has not got what it was to get, and will not unless it is sent again."
        conditions = [
          {
            name        = "The share that is exhausted"
            filter      = "${local.log_metric_filters["delivery-attempts"]} AND metric.labels.state = \"exhausted\""
            denominator = "${local.log_metric_filters["delivery-attempts"]} AND metric.labels.state = one_of(\"exhausted\",\"delivered\")"
            above       = var.alert_thresholds.exhausted_share
            period      = "3600s"
            of          = local._sum
          },
          {
            name   = "Ten of them"
            filter = "${local.log_metric_filters["delivery-attempts"]} AND metric.labels.state = \"exhausted\""
            above  = 9
            period = "3600s"
            of     = local._sum
          },
        ]
      }

      errors-5xx = {
        level        = "page"
        runbook      = "server-errors.md"
        display_name = "Requests fail with a 5xx"
        summary      = "More than ${var.alert_thresholds.server_error_share * 100} % of the answers are a 5xx, and were for five minutes. An event that was not answered with 202 was not accepted: the ATS, or the AI service, has to send it again."
        conditions = [
          {
            name        = "The API, at the load balancer"
            filter      = "${local._edge_requests} AND metric.labels.response_code_class = \"500\""
            denominator = local._edge_requests
            above       = var.alert_thresholds.server_error_share
            for         = "300s"
            of          = local._sum
          },
          {
            name        = "What the AI services send"
            filter      = "${local._direct["results"]} AND metric.labels.response_code_class = \"5xx\""
            denominator = local._direct["results"]
            above       = var.alert_thresholds.server_error_share
            for         = "300s"
            of          = local._sum
          },
        ]
      }

      uptime = {
        level        = "page"
        runbook      = "server-errors.md"
        display_name = "The API is not there"
        summary      = "GET /v1/health, asked every minute from three places outside, was not answered with 200 at two of them: DNS, the certificate, the load balancer, `rest`, or a backend of its."
        conditions = [
          {
            name = "Two places see it fail"
            filter = join(" AND ", [
              "resource.type = \"uptime_url\"",
              "metric.type = \"monitoring.googleapis.com/uptime_check/check_passed\"",
              "metric.labels.check_id = \"${google_monitoring_uptime_check_config.api.uptime_check_id}\"",
            ])
            above    = 1
            for      = "120s"
            of       = { aligner = "ALIGN_NEXT_OLDER", reducer = "REDUCE_COUNT_FALSE" }
            group_by = ["resource.labels.host"]
          },
        ]
      }

      sweep-not-running = {
        level        = "page"
        runbook      = "queue-stalls.md"
        display_name = "Sweep does not run"
        summary      = "No run of sweep has ended for five minutes, or it could not see to what it found for as long. Nothing is lost meanwhile; but what lost its task stays where it is, and nobody would be told that webhooks are overdue. (With `log_level` above info its line is not written, and this fires.)"
        conditions = [
          {
            name       = "No run has ended"
            filter     = local.log_metric_filters["sweep-runs"]
            absent_for = "300s"
            of         = local._sum
          },
          {
            # Where noughts are written in place of nothing.
            name   = "Less than one run in five minutes"
            filter = local.log_metric_filters["sweep-runs"]
            below  = 1
            of     = local._sum
          },
          {
            name   = "Its runs fail"
            filter = local.log_metric_filters["sweep-failures"]
            above  = 0
            for    = "300s"
            of     = local._sum
          },
        ]
      }

      ai-failures = {
        level        = "page"
        runbook      = "ai-service-down.md"
        display_name = "The AI service fails"
        summary      = "For ten minutes more than ${var.alert_thresholds.ai_failed_share * 100} % of the calls of the AI service were refused, or not answered. Events wait and are tried again, for 24 h."
        conditions = [
          {
            name        = "The share of calls that fail"
            filter      = "${local.log_metric_filters["ai-calls"]} AND metric.labels.answer = one_of(\"unavailable\",\"refused\")"
            denominator = local.log_metric_filters["ai-calls"]
            above       = var.alert_thresholds.ai_failed_share
            for         = "600s"
            of          = local._sum
          },
        ]
      }

      tasks-not-created = {
        level        = "ticket"
        runbook      = "cloud-tasks-outage.md"
        display_name = "Cloud Tasks takes no tasks"
        summary      = "More than ten tasks could not be created within five minutes. Nothing is lost: sweep makes them, some minutes late."
        conditions = [
          {
            name   = "Tasks that were not created"
            filter = local.log_metric_filters["tasks-not-created"]
            above  = 10
            of     = local._sum
          },
        ]
      }

      failed-tasks = {
        level        = "ticket"
        runbook      = "queue-stalls.md"
        display_name = "Workers fail at tasks"
        summary      = "More than fifty tasks of a worker failed within five minutes for a reason of its own, such as the store. They are repeated."
        conditions = [
          {
            name     = "Tasks that failed"
            filter   = local.log_metric_filters["failed-tasks"]
            above    = 50
            of       = local._sum
            group_by = ["metric.labels.function"]
          },
        ]
      }

      unhealthy-endpoints = {
        level        = "ticket"
        runbook      = "ats-down-for-a-day.md"
        display_name = "An ATS's endpoint is down"
        summary      = "The endpoint of ATS $${metric.label.ats_id} keeps failing slowly. Its webhooks wait in a queue of their own, and others are not held up."
        conditions = [
          {
            name     = "An endpoint became unhealthy"
            filter   = local.log_metric_filters["unhealthy-endpoints"]
            above    = 0
            of       = local._sum
            group_by = ["metric.labels.ats_id"]
          },
        ]
      }

      portal-errors = {
        level        = "ticket"
        runbook      = "signing-in.md"
        display_name = "The portal fails"
        summary      = "More than a tenth of what portal-api or sandbox answers is a 5xx, for ten minutes: most often Identity Platform cannot be reached, or its configuration was changed."
        conditions = [
          for name in ["portal-api", "sandbox"] : {
            name        = "Answers of ${name}"
            filter      = "${local._direct[name]} AND metric.labels.response_code_class = \"5xx\""
            denominator = local._direct[name]
            above       = 0.1
            for         = "600s"
            of          = local._sum
          }
        ]
      }

      refused-signatures = {
        level        = "ticket"
        runbook      = "leaked-webhook-secret.md"
        display_name = "Webhooks come in with wrong signatures"
        summary      = "More than ${var.alert_thresholds.refused_signatures} webhooks within five minutes had a signature that is not right: an ATS missed a rotation of its secret, or somebody is guessing."
        conditions = [
          {
            name   = "Signatures that were refused"
            filter = local.log_metric_filters["refused-signatures"]
            above  = var.alert_thresholds.refused_signatures
            of     = local._sum
          },
        ]
      }

      too-many-requests = {
        level        = "ticket"
        runbook      = "leaked-api-key.md"
        display_name = "Many requests are above the rate"
        summary      = "More than ${var.alert_thresholds.too_many_requests} requests within five minutes were answered with 429, at the edge or by a function: an ATS's client has gone wild, or its API key is used by somebody else."
        conditions = [
          {
            name   = "Answers 429"
            filter = "${local._edge_requests} AND metric.labels.response_code = \"429\""
            above  = var.alert_thresholds.too_many_requests
            of     = local._sum
          },
        ]
      }

      key-failures = {
        level        = "ticket"
        runbook      = "rotating-the-master-key.md"
        display_name = "The master key cannot be read"
        summary      = "Instances cannot read the master key from Secret Manager. Those that have it go on with it; a new one can open no secret, and so neither send nor verify a webhook."
        conditions = [
          {
            name   = "Keys that were not read anew"
            filter = local.log_metric_filters["key-failures"]
            above  = 0
            for    = "600s"
            of     = local._sum
          },
          {
            name   = "The health check finds no key vault"
            filter = "${local.log_metric_filters["backend-failures"]} AND metric.labels.backend = \"key_vault\""
            above  = 0
            for    = "300s"
            of     = local._sum
          },
        ]
      }
    },
    {
      # An SLO that is burnt 14.4 times too fast is used up in two days, 6 times too fast in five. The short window ends the alert soon after the
      # trouble has ended.
      for slo, one in local.slos : "${slo}-burns-fast" => {
        level        = "page"
        runbook      = one.runbook
        display_name = "Burning fast: ${one.display_name}"
        combiner     = "AND"
        summary      = "At this rate what the SLO allows for in 28 days is used up in two."
        conditions = [
          for window in ["3600s", "300s"] : {
            name   = "14.4 times too fast over ${window}"
            filter = "select_slo_burn_rate(\"${google_monitoring_slo.slo[slo].name}\", \"${window}\")"
            above  = 14.4
            of     = null
          }
        ]
      }
    },
    {
      for slo, one in local.slos : "${slo}-burns-slowly" => {
        level        = "ticket"
        runbook      = one.runbook
        display_name = "Burning slowly: ${one.display_name}"
        combiner     = "AND"
        summary      = "At this rate what the SLO allows for in 28 days is used up in five."
        conditions = [
          for window in ["21600s", "1800s"] : {
            name   = "6 times too fast over ${window}"
            filter = "select_slo_burn_rate(\"${google_monitoring_slo.slo[slo].name}\", \"${window}\")"
            above  = 6
            of     = null
          }
        ]
      }
    },
  )
}

resource "google_monitoring_alert_policy" "alert" {
  for_each = local.alerts

  project               = var.project_id
  display_name          = "${var.prefix}: ${each.value.display_name}"
  combiner              = try(each.value.combiner, "OR")
  severity              = each.value.level == "page" ? "CRITICAL" : "WARNING"
  notification_channels = local.alert_channels[each.value.level]
  user_labels           = local.labels

  documentation {
    mime_type = "text/markdown"
    subject   = each.value.display_name
    content = join("\n\n", [
      each.value.summary,
      "What to do: ${var.runbooks_url == null ? "docs/runbooks/${each.value.runbook}" : "[docs/runbooks/${each.value.runbook}](${var.runbooks_url}/${each.value.runbook})"}",
    ])
  }

  alert_strategy {
    # Where no more data comes in, nothing says that the trouble has ended: it counts as such after half an hour, and not after a week.
    auto_close = "1800s"
  }

  dynamic "conditions" {
    for_each = each.value.conditions
    content {
      display_name = conditions.value.name

      dynamic "condition_absent" {
        for_each = can(conditions.value.absent_for) ? [conditions.value] : []
        content {
          filter   = condition_absent.value.filter
          duration = condition_absent.value.absent_for

          aggregations {
            alignment_period     = "60s"
            per_series_aligner   = condition_absent.value.of.aligner
            cross_series_reducer = condition_absent.value.of.reducer
          }
        }
      }

      dynamic "condition_threshold" {
        for_each = can(conditions.value.absent_for) ? [] : [conditions.value]
        content {
          filter             = condition_threshold.value.filter
          denominator_filter = try(condition_threshold.value.denominator, null)
          comparison         = can(condition_threshold.value.below) ? "COMPARISON_LT" : "COMPARISON_GT"
          threshold_value    = try(condition_threshold.value.below, condition_threshold.value.above)
          duration           = try(condition_threshold.value.for, "0s")

          dynamic "aggregations" {
            for_each = condition_threshold.value.of == null ? [] : [condition_threshold.value.of]
            content {
              alignment_period     = try(condition_threshold.value.period, "300s")
              per_series_aligner   = aggregations.value.aligner
              cross_series_reducer = aggregations.value.reducer
              group_by_fields      = try(condition_threshold.value.group_by, [])
            }
          }

          # A ratio has to be of the same windows.
          dynamic "denominator_aggregations" {
            for_each = can(condition_threshold.value.denominator) ? [condition_threshold.value.of] : []
            content {
              alignment_period     = try(condition_threshold.value.period, "300s")
              per_series_aligner   = denominator_aggregations.value.aligner
              cross_series_reducer = denominator_aggregations.value.reducer
            }
          }
        }
      }
    }
  }
}

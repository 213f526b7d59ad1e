locals {
  _edge_requests = join(" AND ", [
    "resource.type = \"https_lb_rule\"",
    "resource.labels.url_map_name = \"${google_compute_url_map.edge.name}\"",
    "metric.type = \"loadbalancing.googleapis.com/https/request_count\"",
  ])

  # From the load balancer's first byte to the function to the last one back: a client's own slow line is not in it.
  _edge_latencies = join(" AND ", [
    "resource.type = \"https_lb_rule\"",
    "resource.labels.url_map_name = \"${google_compute_url_map.edge.name}\"",
    "metric.type = \"loadbalancing.googleapis.com/https/backend_latencies\"",
  ])

  # Queues whose tasks are to begin at their time. In the slow ones they wait by design (docs/fairness.md).
  _prompt_queues = {
    for worker in ["deliver", "process"] : worker => [
      for name, queue in google_cloud_tasks_queue.queue : queue.name
      if local.queues[name].worker == worker && !endswith(local.queues[name].queue, "-slow")
    ]
  }

  # The time from when a task is due to when it is really begun, one value an attempt.
  _task_delays = {
    for worker, names in local._prompt_queues : worker => join(" AND ", [
      "resource.type = \"cloud_tasks_queue\"",
      "resource.labels.queue_id = one_of(${join(",", [for name in names : "\"${name}\""])})",
      "metric.type = \"cloudtasks.googleapis.com/queue/task_attempt_delays\"",
    ])
  }

  slos = {
    accepting = {
      display_name = "Requests that are not answered with a 5xx"
      goal         = var.slo_goals.accepting
      runbook      = "server-errors.md"
    }
    accepted-in-time = {
      display_name = "Events that are accepted (202) within 1 s"
      goal         = var.slo_goals.accepted_in_time
      runbook      = "server-errors.md"
    }
    delivered-on-time = {
      display_name = "Webhooks whose attempt, first or repeated, begins within 60 s of its time"
      goal         = var.slo_goals.delivered_on_time
      runbook      = "queue-stalls.md"
    }
  }
}

resource "google_monitoring_custom_service" "carvos" {
  project      = var.project_id
  service_id   = var.prefix
  display_name = "CarvOS"

  depends_on = [google_project_service.api]
}

resource "google_monitoring_slo" "slo" {
  for_each = local.slos

  project             = var.project_id
  service             = google_monitoring_custom_service.carvos.service_id
  slo_id              = each.key
  display_name        = each.value.display_name
  goal                = each.value.goal
  rolling_period_days = 28

  request_based_sli {
    dynamic "good_total_ratio" {
      for_each = each.key == "accepting" ? [local._edge_requests] : []
      content {
        total_service_filter = good_total_ratio.value
        bad_service_filter   = "${good_total_ratio.value} AND metric.labels.response_code_class = \"500\""
      }
    }

    dynamic "distribution_cut" {
      for_each = lookup(
        {
          # Only accepting answers 202. What failed instead is in the SLO above.
          accepted-in-time  = [{ filter = "${local._edge_latencies} AND metric.labels.response_code = \"202\"", max = 1000 }]
          delivered-on-time = [{ filter = local._task_delays["deliver"], max = 60000 }]
        },
        each.key,
        [],
      )
      content {
        distribution_filter = distribution_cut.value.filter
        range {
          min = 0
          max = distribution_cut.value.max
        }
      }
    }
  }
}

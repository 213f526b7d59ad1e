locals {
  _cloud_tasks   = "resource.type = \"cloud_tasks_queue\" AND resource.labels.queue_id = starts_with(\"${var.prefix}-\")"
  _our_functions = "resource.labels.service_name = one_of(${join(",", [for name, function in module.function : "\"${function.service_name}\""])})"
  _cloud_run     = "resource.type = \"cloud_run_revision\" AND ${local._our_functions}"

  # In the order of an event: accepted, processed, delivered; then what all of it runs on. Two charts a row.
  _charts = [
    { title = "Requests a second, by class of answer", filter = local._edge_requests, by = ["metric.labels.response_code_class"] },
    { title = "How long the API takes (ms)", filter = local._edge_latencies, percentiles = [50, 95, 99] },
    { title = "Events accepted a second, by how they came", filter = local.log_metric_filters["accepted-events"], by = ["metric.labels.source"] },
    { title = "Answers 4xx a second, by code", filter = local.log_metric_filters["refused-requests"], by = ["metric.labels.code"] },
    { title = "Answers 5xx a second, by code", filter = local.log_metric_filters["failed-requests"], by = ["metric.labels.code"] },
    { title = "Signatures refused a second, by what is wrong", filter = local.log_metric_filters["refused-signatures"], by = ["metric.labels.verdict"] },
    { title = "AI calls a second, by answer", filter = local.log_metric_filters["ai-calls"], by = ["metric.labels.answer"] },
    { title = "Attempts of webhooks a second, by outcome", filter = local.log_metric_filters["delivery-attempts"], by = ["metric.labels.outcome"] },
    { title = "Webhooks exhausted a second, by ATS", filter = "${local.log_metric_filters["delivery-attempts"]} AND metric.labels.state = \"exhausted\"", by = ["metric.labels.ats_id"] },
    { title = "Attempts that fail a second, by ATS", filter = "${local.log_metric_filters["delivery-attempts"]} AND metric.labels.outcome = one_of(\"failure\",\"error\")", by = ["metric.labels.ats_id"] },
    { title = "How long attempts take (ms)", filter = local.log_metric_filters["delivery-duration"], percentiles = [50, 95, 99] },
    { title = "Oldest overdue delivery (s)", filter = local.log_metric_filters["delivery-overdue"], percentiles = [99] },
    { title = "Oldest overdue event (s)", filter = local.log_metric_filters["event-overdue"], percentiles = [99] },
    { title = "Oldest overdue delivery of unhealthy endpoints (s)", filter = local.log_metric_filters["slow-delivery-overdue"], percentiles = [99] },
    { title = "Tasks in the queues", filter = "${local._cloud_tasks} AND metric.type = \"cloudtasks.googleapis.com/queue/depth\"", by = ["resource.labels.queue_id"], of = { aligner = "ALIGN_MEAN", reducer = "REDUCE_SUM" } },
    { title = "How late tasks begin (ms, 99 %)", filter = "${local._cloud_tasks} AND metric.type = \"cloudtasks.googleapis.com/queue/task_attempt_delays\"", by = ["resource.labels.queue_id"], percentiles = [99] },
    { title = "Runs of sweep a minute", filter = local.log_metric_filters["sweep-runs"], of = { aligner = "ALIGN_SUM", reducer = "REDUCE_SUM" } },
    { title = "Tasks not created, and failed by workers, a second", filter = local.log_metric_filters["tasks-not-created"], also = local.log_metric_filters["failed-tasks"] },
    { title = "Instances, by function", filter = "${local._cloud_run} AND metric.type = \"run.googleapis.com/container/instance_count\"", by = ["resource.labels.service_name"], of = { aligner = "ALIGN_MAX", reducer = "REDUCE_SUM" } },
    { title = "Memory in use, by function (share, 99 %)", filter = "${local._cloud_run} AND metric.type = \"run.googleapis.com/container/memory/utilizations\"", by = ["resource.labels.service_name"], percentiles = [99] },
    { title = "NAT: connections that found no port, a second", filter = "resource.type = \"nat_gateway\" AND metric.type = \"router.googleapis.com/nat/dropped_sent_packets_count\" AND resource.labels.gateway_name = \"${google_compute_router_nat.egress.name}\"", by = ["metric.labels.reason"] },
    { title = "Machines of the egress connector", filter = "resource.type = \"vpc_access_connector\" AND metric.type = \"vpcaccess.googleapis.com/connector/instances\" AND resource.labels.connector_name = \"${google_vpc_access_connector.egress.name}\"", of = { aligner = "ALIGN_MEAN", reducer = "REDUCE_MAX" } },
  ]

  # A chart is one line a percentile, or one a group.
  _data_sets = [
    for chart in local._charts : [
      for set in flatten([
        can(chart.percentiles)
        ? [for percentile in chart.percentiles : { filter = chart.filter, aligner = "ALIGN_DELTA", reducer = "REDUCE_PERCENTILE_${percentile}", legend = "${percentile} %" }]
        : [
          for filter in compact([chart.filter, try(chart.also, null)]) : {
            filter  = filter
            aligner = try(chart.of.aligner, "ALIGN_RATE")
            reducer = try(chart.of.reducer, "REDUCE_SUM")
            legend  = null
          }
        ]
        ]) : merge(
        {
          plotType = "LINE"
          timeSeriesQuery = {
            timeSeriesFilter = {
              filter = set.filter
              aggregation = {
                alignmentPeriod    = "60s"
                perSeriesAligner   = set.aligner
                crossSeriesReducer = set.reducer
                groupByFields      = try(chart.by, [])
              }
            }
          }
        },
        set.legend == null ? {} : { legendTemplate = set.legend },
      )
    ]
  ]

  _dashboard_height = 16
  _dashboard_width  = 24
}

resource "google_monitoring_dashboard" "carvos" {
  project = var.project_id

  dashboard_json = jsonencode({
    displayName = "CarvOS (${var.prefix})"
    mosaicLayout = {
      columns = 2 * local._dashboard_width
      tiles = concat(
        [
          {
            width  = 2 * local._dashboard_width
            height = local._dashboard_height
            widget = {
              title        = "Open alerts; each names its runbook"
              incidentList = { policyNames = [for policy in google_monitoring_alert_policy.alert : policy.name] }
            }
          },
        ],
        [
          for index, chart in local._charts : {
            xPos   = local._dashboard_width * (index % 2)
            yPos   = local._dashboard_height * (1 + floor(index / 2))
            width  = local._dashboard_width
            height = local._dashboard_height
            widget = {
              title   = chart.title
              xyChart = { dataSets = local._data_sets[index] }
            }
          }
        ],
      )
    }
  })

  depends_on = [google_project_service.api]
}

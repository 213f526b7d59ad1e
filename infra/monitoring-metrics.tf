locals {
  # Metrics made of the log lines of functions: by name, the line's `event` (its `message`) and which of its fields are kept.
  # tests/infra/log-metrics.test.ts holds them against the lines that the code writes.
  #
  # A label makes a series for each of its values, so none has one that anybody outside may choose, nor an id of an event.
  log_metrics = {
    accepted-events = {
      description = "Events that were accepted, by how they came: rest, webhook or ai."
      event       = "event.accepted"
      labels      = { source = "source" }
    }
    ai-calls = {
      description = "Calls of the AI service by what it answered: result and accepted are good; unavailable and refused are not."
      event       = "event.processed"
      labels      = { answer = "answer" }
      where       = "jsonPayload.answer:*"
    }
    backend-failures = {
      description = "Backends that the health check got no answer of: store, queue or key_vault."
      event       = "health.backend_unavailable"
      labels      = { backend = "backend" }
    }
    delivery-attempts = {
      description = "Attempts of webhooks, by ATS, by how each ended (success, failure, error), and by what the delivery is then: delivered, pending or exhausted."
      event       = "delivery.attempted"
      labels      = { ats_id = "ats_id", outcome = "outcome", state = "state" }
    }
    delivery-duration = {
      description = "How long attempts of webhooks took."
      event       = "delivery.attempted"
      labels      = { outcome = "outcome" }
      value       = { field = "durationMs", unit = "ms", bounds = [50, 100, 200, 500, 1000, 2000, 3000, 4000, 5000, 6000] }
    }
    delivery-overdue = {
      description = "How long past its due time the oldest delivery was that a run of sweep found, those of unhealthy endpoints aside; one value a run."
      event       = "sweep.finished"
      value       = { field = "deliveryOverdueSecondsMax", unit = "s", bounds = local._overdue_bounds }
    }
    event-overdue = {
      description = "How long past its due time the oldest event was that a run of sweep found; one value a run."
      event       = "sweep.finished"
      value       = { field = "eventOverdueSecondsMax", unit = "s", bounds = local._overdue_bounds }
    }
    failed-requests = {
      description = "Answers 500 and 503, by their code (docs/errors.md)."
      event       = "request.failed"
      labels      = { code = "code" }
    }
    failed-tasks = {
      description = "Tasks that a worker failed at for a reason of its own; their queue repeats them."
      event       = "task.failed"
      labels      = { function = "function" }
    }
    key-failures = {
      description = "Times that an instance could not read a key from Secret Manager anew, and went on with what it had."
      event       = "key_vault.renewal_failed"
    }
    refused-requests = {
      description = "Answers 4xx, by their code (docs/errors.md)."
      event       = "request.refused"
      labels      = { code = "code" }
    }
    refused-signatures = {
      description = "Webhooks that came in with a signature that is not right, by what is wrong with it."
      event       = "webhook.signature_refused"
      labels      = { verdict = "verdict" }
    }
    slow-delivery-overdue = {
      description = "As delivery-overdue, of what waits for unhealthy endpoints and their few places."
      event       = "sweep.finished"
      value       = { field = "slowDeliveryOverdueSecondsMax", unit = "s", bounds = local._overdue_bounds }
    }
    sweep-failures = {
      description = "Documents, or pages of them, that sweep could not see to."
      event       = "sweep.failed"
      labels      = { collection = "collection" }
    }
    sweep-runs = {
      description = "Runs of sweep that came to their end: one a minute."
      event       = "sweep.finished"
    }
    tasks-not-created = {
      description = "Tasks that Cloud Tasks did not take. Nothing is lost: sweep makes them."
      event       = "task.not_created"
    }
    unhealthy-endpoints = {
      description = "Endpoints that became unhealthy: they keep failing slowly."
      event       = "endpoint.unhealthy"
      labels      = { ats_id = "ats_id" }
    }
  }

  # Percentiles are guessed within a bucket. What is paged at is a bucket's bound, so that being above it is no guess.
  _overdue_bounds = [
    for bound in sort(formatlist("%06d", distinct(concat(
      [1, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400],
      [var.alert_thresholds.overdue_seconds],
    )))) : tonumber(bound)
  ]

  # How the filters of charts, alerts and SLOs name a metric and what it was measured at.
  log_metric_filters = {
    for name, metric in google_logging_metric.log : name => join(" AND ", [
      "metric.type = \"logging.googleapis.com/user/${metric.name}\"",
      "resource.type = \"cloud_run_revision\"",
    ])
  }
}

# Monitoring knows a metric some seconds after it was made: should an alert policy be refused in the first apply ("cannot find metric"), the next
# one makes it.
resource "google_logging_metric" "log" {
  for_each = local.log_metrics

  project     = var.project_id
  name        = "${var.prefix}/${each.key}"
  description = each.value.description
  filter = join(" AND ", compact([
    "resource.type = \"cloud_run_revision\"",
    "resource.labels.location = \"${var.region}\"",
    "resource.labels.service_name = (${join(" OR ", [for function in module.function : "\"${function.service_name}\""])})",
    "jsonPayload.message = \"${each.value.event}\"",
    try(each.value.where, null),
  ]))

  label_extractors = { for label, field in try(each.value.labels, {}) : label => "EXTRACT(jsonPayload.${field})" }
  value_extractor  = try("EXTRACT(jsonPayload.${each.value.value.field})", null)

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = can(each.value.value) ? "DISTRIBUTION" : "INT64"
    unit        = try(each.value.value.unit, "1")

    dynamic "labels" {
      for_each = try(each.value.labels, {})
      content {
        key        = labels.key
        value_type = "STRING"
      }
    }
  }

  dynamic "bucket_options" {
    for_each = try([each.value.value.bounds], [])
    content {
      explicit_buckets {
        bounds = bucket_options.value
      }
    }
  }
}

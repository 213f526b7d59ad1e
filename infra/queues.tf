resource "google_cloud_tasks_queue" "queue" {
  for_each = local.queues

  project  = var.project_id
  location = var.region
  name     = "${var.prefix}-${each.key}"

  rate_limits {
    max_dispatches_per_second = each.value.maxDispatchesPerSecond
    max_concurrent_dispatches = each.value.maxConcurrentDispatches
  }

  # Without end: a task that is given up would only be made anew by `sweep`.
  retry_config {
    max_attempts  = local.queue_table.retry.maxAttempts
    min_backoff   = local.queue_table.retry.minBackoff
    max_backoff   = local.queue_table.retry.maxBackoff
    max_doublings = local.queue_table.retry.maxDoublings
  }

  depends_on = [google_project_service.api]
}

# Bindings and not members: nobody but these may put work into a queue.
resource "google_cloud_tasks_queue_iam_binding" "enqueuer" {
  for_each = local._enqueuers

  project  = var.project_id
  location = var.region
  name     = google_cloud_tasks_queue.queue[each.key].name
  role     = "roles/cloudtasks.enqueuer"
  members  = [for name in each.value : "serviceAccount:${local.function_accounts[name]}"]
}

resource "google_cloud_tasks_queue_iam_binding" "viewer" {
  for_each = local._onlookers

  project  = var.project_id
  location = var.region
  name     = google_cloud_tasks_queue.queue[each.key].name
  role     = "roles/cloudtasks.viewer"
  members  = [for name in each.value : "serviceAccount:${local.function_accounts[name]}"]
}

# The address of a function has the project's number in it.
data "google_project" "this" {
  project_id = var.project_id
}

locals {
  labels = merge({ app = var.prefix, managed-by = "terraform" }, var.labels)

  # Where functions are called, and what tokens for them are made out to. A function's address must be known before there is one, as each
  # is told those of the others. Of the two that can be written down beforehand it is Cloud Run's and not cloudfunctions.net: Cloud Tasks
  # and Cloud Scheduler count as internal, as the workers demand it, only by a run.app address, and Cloud Run takes tokens made out to it.
  function_url = "https://{function}-${data.google_project.this.number}.${var.region}.run.app"

  portal_host = trimprefix(var.portal_url, "https://")

  # Everything about queues comes from the table in the code; `npm run docs` writes it down here.
  queue_table = jsondecode(file("${path.module}/queues.json"))

  # By physical name, such as deliver-1m-s0, without the prefix.
  queues = local.queue_table.queues
}

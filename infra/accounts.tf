# One account a function, so that each may do only what it does (iam.tf).
resource "google_service_account" "function" {
  for_each = toset(keys(local._functions))

  project      = var.project_id
  account_id   = "${var.prefix}-${each.key}"
  display_name = "CarvOS function ${each.key}"

  depends_on = [google_project_service.api]
}

# Whom functions see as their caller. These two hold no role but that of calling; functions tell them apart by their addresses.
resource "google_service_account" "caller" {
  for_each = {
    tasks     = "Cloud Tasks calls process and deliver as this account."
    scheduler = "Cloud Scheduler calls sweep as this account."
  }

  project      = var.project_id
  account_id   = "${var.prefix}-${each.key}"
  display_name = "CarvOS ${each.key}"
  description  = each.value

  depends_on = [google_project_service.api]
}

# Builds the functions, in place of the project's default account, which may often do anything.
resource "google_service_account" "build" {
  project      = var.project_id
  account_id   = "${var.prefix}-build"
  display_name = "CarvOS build"

  depends_on = [google_project_service.api]
}

locals {
  # Put together from what is known before an account is made, so that a plan shows who gets what.
  function_accounts = {
    for name, account in google_service_account.function :
    name => "${account.account_id}@${account.project}.iam.gserviceaccount.com"
  }
  caller_accounts = {
    for name, account in google_service_account.caller :
    name => "${account.account_id}@${account.project}.iam.gserviceaccount.com"
  }
  build_account = "${google_service_account.build.account_id}@${google_service_account.build.project}.iam.gserviceaccount.com"
}

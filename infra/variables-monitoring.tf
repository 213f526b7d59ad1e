variable "alert_channels" {
  description = "Who is told: `emails` of everything, `paging` (names of notification channels that were made by hand, such as a paging service's) of what somebody has to get up for."
  type = object({
    emails = optional(set(string), [])
    paging = optional(list(string), [])
  })
  default  = {}
  nullable = false
  validation {
    condition     = alltrue([for email in var.alert_channels.emails : can(regex("^[^@\\s]+@[^@\\s]+$", email))])
    error_message = "An e-mail address must have an @."
  }
  validation {
    condition     = alltrue([for name in var.alert_channels.paging : can(regex("^projects/[^/]+/notificationChannels/[^/]+$", name))])
    error_message = "A channel is named projects/…/notificationChannels/…."
  }
}

variable "alert_thresholds" {
  description = "What is too much: seconds that a delivery or event is overdue; seconds that a queue's tasks come late; tasks that lie in one queue of first attempts; shares (0 to 1) of webhooks that end exhausted, of AI calls that fail and of answers that are a 5xx; wrong signatures and answers 429 in five minutes."
  type = object({
    ai_failed_share     = optional(number, 0.5)
    exhausted_share     = optional(number, 0.05)
    overdue_seconds     = optional(number, 300)
    queue_delay_seconds = optional(number, 300)
    queue_depth         = optional(number, 10000)
    refused_signatures  = optional(number, 100)
    server_error_share  = optional(number, 0.01)
    too_many_requests   = optional(number, 3000)
  })
  default  = {}
  nullable = false
  validation {
    condition     = alltrue([for threshold in values(var.alert_thresholds) : threshold > 0])
    error_message = "A threshold must be above 0."
  }
  validation {
    condition = alltrue([
      for name, threshold in var.alert_thresholds : threshold < 1 if endswith(name, "_share")
    ])
    error_message = "A share must be below 1."
  }
  validation {
    # Sweep looks at nothing before it has been due for 120 s.
    condition     = var.alert_thresholds.overdue_seconds >= 180 && var.alert_thresholds.overdue_seconds == floor(var.alert_thresholds.overdue_seconds)
    error_message = "overdue_seconds must be whole, and 180 or more: until 120 s have passed sweep takes no task for lost."
  }
}

variable "budget" {
  description = "The billing account, and what CarvOS should not cost more than in a month, in whole units of the account's own currency. Making it takes `roles/billing.costsManager` on that account. If null, there is no budget, and nobody is told."
  type = object({
    billing_account = string
    monthly_amount  = number
  })
  default = null
  validation {
    condition     = var.budget == null || can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.budget.billing_account))
    error_message = "A billing account is named like 012345-6789AB-CDEF01."
  }
  validation {
    condition     = try(var.budget.monthly_amount, 1) >= 1 && try(floor(var.budget.monthly_amount) == var.budget.monthly_amount, true)
    error_message = "The amount must be a whole number, and 1 or more."
  }
}

variable "runbooks_url" {
  description = "Where this repository's docs/runbooks can be read in a browser, without a slash at the end. Alerts link there, and name the file in any case."
  type        = string
  default     = null
  validation {
    condition     = var.runbooks_url == null || can(regex("^https://\\S+[^/\\s]$", var.runbooks_url))
    error_message = "The URL must be https, and not end with a slash."
  }
}

variable "slo_goals" {
  description = "Shares, over 28 days, of requests that are not answered with a 5xx, of events that are accepted within 1 s, and of webhooks whose attempt begins within 60 s of its time."
  type = object({
    accepted_in_time  = optional(number, 0.99)
    accepting         = optional(number, 0.999)
    delivered_on_time = optional(number, 0.99)
  })
  default  = {}
  nullable = false
  validation {
    # Burning 14.4 times too fast needs 14.4 × (1 − goal) of all to fail, which cannot be more than all of it.
    condition     = alltrue([for goal in values(var.slo_goals) : goal >= 0.94 && goal <= 0.9999])
    error_message = "A goal must be from 0.94 to 0.9999: with less, not even total failure burns fast enough to be noticed."
  }
}

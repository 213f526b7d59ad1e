variable "ai_service" {
  description = "The AI service: the service account that it sends results as, its URL, and what ID tokens for it are made out to where that is not the URL."
  type = object({
    account  = string
    url      = string
    audience = optional(string)
  })
  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.gserviceaccount\\.com$", var.ai_service.account))
    error_message = "The account must be a service account's e-mail address."
  }
  validation {
    condition     = can(regex("^https://[^/\\s]+", var.ai_service.url))
    error_message = "The URL must be an https URL."
  }
}

variable "firestore" {
  description = "The Firestore database: its id, and its location where that is not the region. Neither can be changed later."
  type = object({
    database = optional(string, "(default)")
    location = optional(string)
  })
  default  = {}
  nullable = false
  validation {
    condition     = can(regex("^(\\(default\\)|[a-z][a-z0-9-]{2,61}[a-z0-9])$", var.firestore.database))
    error_message = "The database must be (default), or 4 to 63 small letters, digits and hyphens that begin with a letter."
  }
}

variable "hosting_site" {
  description = "The Firebase Hosting site that the portal is served from. If null, the project's default site, which has the project's id."
  type        = string
  default     = null
  validation {
    condition     = var.hosting_site == null || can(regex("^[a-z0-9][a-z0-9-]{4,28}[a-z0-9]$", var.hosting_site))
    error_message = "The site must be 6 to 30 small letters, digits and hyphens."
  }
}

variable "instances" {
  description = "By function, how many instances there are at least and at most, where that is not what functions.tf says."
  type = map(object({
    min = optional(number)
    max = optional(number)
  }))
  default  = {}
  nullable = false
  validation {
    condition = alltrue([
      for name in keys(var.instances) : contains(
        ["deliver", "portal-api", "process", "rest", "results", "sandbox", "sweep", "webhooks"],
        name,
      )
    ])
    error_message = "There is no function of that name."
  }
  validation {
    condition     = alltrue([for one in values(var.instances) : coalesce(one.min, 0) <= coalesce(one.max, 1000)])
    error_message = "A function cannot have more instances at least than at most."
  }
}

variable "labels" {
  description = "Labels for everything that can have them, besides those of locals.tf."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "log_level" {
  description = "The least severe log lines that are written."
  type        = string
  default     = "info"
  validation {
    condition     = contains(["debug", "info", "warn", "error", "silent"], var.log_level)
    error_message = "The level must be debug, info, warn, error or silent."
  }
}

variable "portal_url" {
  description = "Where people open the portal, without a path: `https://portal.example.com`."
  type        = string
  validation {
    condition     = can(regex("^https://[a-z0-9.-]+$", var.portal_url))
    error_message = "The portal's URL must be https, in small letters, and without a port, a path or a slash at its end."
  }
}

variable "prefix" {
  description = "What the names of everything but functions begin with, so that other things in the project are told apart."
  type        = string
  default     = "carvos"
  validation {
    # The longest name of an account has 10 characters after the hyphen, and Google allows 30.
    condition     = can(regex("^[a-z]([a-z0-9-]{0,16}[a-z0-9])$", var.prefix))
    error_message = "The prefix must be 2 to 18 small letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "project_id" {
  description = "The Google Cloud project that everything is made in."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "The project's id must be 6 to 30 small letters, digits and hyphens, and begin with a letter."
  }
  validation {
    # Functions take the switches of development in such a project.
    condition     = !startswith(var.project_id, "demo-")
    error_message = "A project whose id begins with demo- is for emulators."
  }
}

variable "rate_limit" {
  description = "How many requests a second of one ATS an instance takes, and how many at once. docs/rate-limits.md says what that promises."
  type = object({
    per_second = optional(number, 100)
    burst      = optional(number, 200)
  })
  default  = {}
  nullable = false
  validation {
    condition     = var.rate_limit.per_second >= 1 && var.rate_limit.burst >= 1
    error_message = "Both must be 1 or more."
  }
}

variable "region" {
  description = "The region of functions, queues and the scheduler. `npm run deploy` tells Hosting of it."
  type        = string
  default     = "europe-west1"
  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "The region must be one of Google Cloud's, such as europe-west1."
  }
}

variable "release_zip" {
  description = "The release that is deployed, which `npm run build` makes."
  type        = string
  default     = "../dist/carvos-functions.zip"
  nullable    = false
}

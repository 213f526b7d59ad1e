variable "api_host" {
  description = "The host name of the API, such as `api.example.com`. Its DNS record must lead to the output `edge_address`."
  type        = string
  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.api_host))
    error_message = "The host must be a full host name in small letters, without a scheme, a port or a path."
  }
}

variable "edge_log_sample" {
  description = "The share of requests that the load balancer logs, from 0 to 1. A line has a request's address and URL."
  type        = number
  default     = 0.1
  nullable    = false
  validation {
    condition     = var.edge_log_sample >= 0 && var.edge_log_sample <= 1
    error_message = "The share must be from 0 to 1."
  }
}

variable "edge_rate_limits" {
  description = "How many requests a minute the edge lets pass of one API key, and of one address among those without a key. By default five times what one instance takes of one ATS (docs/rate-limits.md, `rate_limit`), which must remain the first to say 429: its answer tells when to come again."
  type = object({
    per_address_per_minute = optional(number, 30000)
    per_key_per_minute     = optional(number, 30000)
  })
  default  = {}
  nullable = false
  validation {
    condition = alltrue([
      for limit in values(var.edge_rate_limits) : limit == floor(limit) && limit <= 1000000
    ])
    error_message = "The limits must be whole numbers, of a million at the most."
  }
}

variable "edge_waf_preview" {
  description = "Whether what the WAF's rules find is only logged. Candidates' texts look like attacks now and then: look at what they find for some weeks before setting it to false."
  type        = bool
  default     = true
  nullable    = false
}

variable "egress" {
  description = "How webhooks leave: how many fixed addresses there are, and the connector's instances, machine and range, which must be a /28."
  type = object({
    addresses = optional(number, 2)
    connector_instances = optional(object({
      max = optional(number, 4)
      min = optional(number, 2)
    }), {})
    connector_machine = optional(string, "e2-micro")
    connector_range   = optional(string, "10.8.0.0/28")
  })
  default  = {}
  nullable = false
  validation {
    condition     = var.egress.addresses >= 1 && var.egress.addresses == floor(var.egress.addresses)
    error_message = "There must be one address at least."
  }
  validation {
    condition     = var.egress.connector_instances.min >= 2 && var.egress.connector_instances.max <= 10 && var.egress.connector_instances.min < var.egress.connector_instances.max
    error_message = "A connector has 2 to 10 instances, and more at most than at least."
  }
  validation {
    condition     = contains(["e2-micro", "e2-standard-4", "f1-micro"], var.egress.connector_machine)
    error_message = "The machine must be e2-micro, e2-standard-4 or f1-micro."
  }
  validation {
    condition     = can(cidrnetmask(var.egress.connector_range)) && endswith(var.egress.connector_range, "/28")
    error_message = "The range must be IPv4 and a /28."
  }
}

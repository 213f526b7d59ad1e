variable "access" {
  description = "From where the function can be reached, and who may then invoke it: all of them, and nobody besides."
  type = object({
    ingress  = string
    invokers = list(string)
  })
  validation {
    condition = contains(
      ["ALLOW_ALL", "ALLOW_INTERNAL_AND_GCLB", "ALLOW_INTERNAL_ONLY"],
      var.access.ingress,
    )
    error_message = "The ingress must be ALLOW_ALL, ALLOW_INTERNAL_AND_GCLB or ALLOW_INTERNAL_ONLY."
  }
  validation {
    condition     = length(var.access.invokers) > 0
    error_message = "A function that nobody may invoke is of no use."
  }
  validation {
    condition = var.access.ingress != "ALLOW_INTERNAL_ONLY" || length(setintersection(
      var.access.invokers,
      ["allAuthenticatedUsers", "allUsers"],
    )) == 0
    error_message = "What takes internal traffic only is a worker, and is for accounts of its own only."
  }
}

variable "build" {
  description = "The release's object, the repository that the image goes to, and the account that builds it."
  type = object({
    bucket          = string
    object          = string
    repository      = string
    service_account = string
  })
}

variable "capacity" {
  description = "Memory and places of an instance, how many instances there are, and how many seconds a request may take."
  type = object({
    concurrency = number
    max         = number
    memory      = string
    min         = number
    timeout     = number
  })
}

variable "environment" {
  description = "Environment variables."
  type        = map(string)
}

variable "labels" {
  description = "Labels of the function."
  type        = map(string)
  default     = {}
}

variable "name" {
  description = "The function's name, which is also that of its folder and its entry point."
  type        = string
}

variable "project_id" {
  description = "The project."
  type        = string
}

variable "region" {
  description = "The region."
  type        = string
}

variable "secret_environment" {
  description = "Environment variables whose value is the newest version of a secret, by the secret's id."
  type        = map(string)
  default     = {}
}

variable "service_account_email" {
  description = "The account that the function runs as."
  type        = string
}

variable "vpc_connector" {
  description = "The connector that all traffic goes out by. If null, it goes out by Google's own addresses."
  type        = string
  default     = null
}

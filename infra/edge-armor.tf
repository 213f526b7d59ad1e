locals {
  # Google's sets of rules for what an API with JSON bodies can be attacked with. Sensitivity 1 has the rules that are the least often wrong.
  _waf_rule_sets = [
    "cve-canary",
    "lfi-v33-stable",
    "nodejs-v33-stable",
    "protocolattack-v33-stable",
    "rce-v33-stable",
    "rfi-v33-stable",
    "scannerdetection-v33-stable",
    "sqli-v33-stable",
    "xss-v33-stable",
  ]

  _host_pattern = "(?i)^${replace(var.api_host, ".", "[.]")}(:443)?$"

  # By priority. The first rule that matches decides and ends the look, also a throttle that lets a request pass: so what refuses stands before
  # what counts, and of the two that count each request meets one. A rule's description has 64 characters at most.
  #
  # Who sends an API key is counted by key, so that a key that has got out and is used from everywhere is held back wherever it comes from, and
  # an ATS behind one address with others has a share of its own. Who makes up a new key for each request has a new count for each; that such
  # keys are unknown is told by the function, with one read, within the bounds of its instances. All others, webhooks among them, are counted
  # by address.
  _armor_rules = merge(
    {
      1000 = {
        action      = "deny(404)"
        description = "Host names that are not the API's: scans of the address"
        expression  = "!has(request.headers['host']) || !request.headers['host'].matches('${local._host_pattern}')"
      }
      1100 = {
        action      = "deny(403)"
        description = "Compressed bodies: no rule below could look into them"
        expression  = "has(request.headers['content-encoding']) && request.headers['content-encoding'] != ''"
      }
    },
    {
      for index, rule_set in local._waf_rule_sets : 2000 + 10 * index => {
        action      = "deny(403)"
        description = "WAF: ${rule_set}"
        expression  = "evaluatePreconfiguredWaf('${rule_set}', {'sensitivity': 1})"
        preview     = var.edge_waf_preview
      }
    },
    {
      3000 = {
        action      = "throttle"
        description = "Requests with an API key, counted by key"
        expression  = "has(request.headers['x-api-key'])"
        count       = var.edge_rate_limits.per_key_per_minute
        key         = { type = "HTTP_HEADER", name = "X-API-Key" }
      }
      3100 = {
        action      = "throttle"
        description = "All others, incoming webhooks among them, counted by address"
        count       = var.edge_rate_limits.per_address_per_minute
        key         = { type = "IP", name = null }
      }
      # Everything has met a rule by now. This one has to be there, and lets nothing pass should the rule above ever be gone.
      2147483647 = {
        action      = "deny(403)"
        description = "Default: nothing else"
      }
    },
  )
}

resource "google_compute_security_policy" "edge" {
  project     = var.project_id
  name        = "${var.prefix}-edge"
  description = "In front of rest and webhooks."
  type        = "CLOUD_ARMOR"

  advanced_options_config {
    # Rules look into the fields of JSON, and not at its text.
    json_parsing = "STANDARD"
    # VERBOSE would write what a rule has found to the logs, and so what ATSs send of people.
    log_level = "NORMAL"
  }

  # Learns what is usual, and says so when something is not; it refuses nothing by itself.
  adaptive_protection_config {
    layer_7_ddos_defense_config {
      enable = true
    }
  }

  dynamic "rule" {
    for_each = local._armor_rules
    content {
      priority    = tonumber(rule.key)
      action      = rule.value.action
      description = rule.value.description
      preview     = try(rule.value.preview, false)

      match {
        versioned_expr = can(rule.value.expression) ? null : "SRC_IPS_V1"

        dynamic "config" {
          for_each = can(rule.value.expression) ? [] : ["*"]
          content {
            src_ip_ranges = [config.value]
          }
        }

        dynamic "expr" {
          for_each = can(rule.value.expression) ? [rule.value.expression] : []
          content {
            expression = expr.value
          }
        }
      }

      dynamic "rate_limit_options" {
        for_each = rule.value.action == "throttle" ? [rule.value] : []
        content {
          conform_action = "allow"
          exceed_action  = "deny(429)"

          rate_limit_threshold {
            count        = rate_limit_options.value.count
            interval_sec = 60
          }

          enforce_on_key_configs {
            enforce_on_key_type = rate_limit_options.value.key.type
            enforce_on_key_name = rate_limit_options.value.key.name
          }
        }
      }
    }
  }

  lifecycle {
    precondition {
      condition = alltrue([
        for limit in values(var.edge_rate_limits) : limit > 60 * var.rate_limit.per_second + var.rate_limit.burst
      ])
      error_message = "edge_rate_limits must be above what one instance takes of one ATS in a minute (rate_limit), bursts included: or the edge says 429 first, and cannot say when to come again."
    }
  }

  depends_on = [google_project_service.api]
}

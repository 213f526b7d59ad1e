# What the load balancer lets in, and where it leads: read off what would be made.

mock_provider "google" {
  source = "./tests/mocks"
}

mock_provider "google-beta" {}

# Known as early as in the plan, so that what refers to what can be seen.
override_resource {
  target          = google_compute_backend_service.edge["rest"]
  override_during = plan
  values          = { id = "backend-rest" }
}

override_resource {
  target          = google_compute_backend_service.edge["webhooks"]
  override_during = plan
  values          = { id = "backend-webhooks" }
}

override_resource {
  target          = google_compute_region_network_endpoint_group.edge["rest"]
  override_during = plan
  values          = { id = "group-rest" }
}

override_resource {
  target          = google_compute_region_network_endpoint_group.edge["webhooks"]
  override_during = plan
  values          = { id = "group-webhooks" }
}

override_resource {
  target          = google_compute_security_policy.edge
  override_during = plan
  values          = { id = "policy-edge" }
}

override_resource {
  target          = google_compute_ssl_policy.edge
  override_during = plan
  values          = { id = "tls-edge" }
}

override_resource {
  target          = google_compute_target_https_proxy.edge
  override_during = plan
  values          = { id = "proxy-edge" }
}

override_resource {
  target          = google_compute_target_http_proxy.to_https
  override_during = plan
  values          = { id = "proxy-to-https" }
}

override_resource {
  target          = google_compute_url_map.edge
  override_during = plan
  values          = { id = "routes-edge" }
}

override_resource {
  target          = google_compute_url_map.to_https
  override_during = plan
  values          = { id = "routes-to-https" }
}

override_resource {
  target          = google_compute_managed_ssl_certificate.edge
  override_during = plan
  values          = { id = "certificate-edge" }
}

variables {
  project_id  = "carvos-test"
  api_host    = "api.example.com"
  portal_url  = "https://portal.example.com"
  release_zip = "tests/release-stand-in.txt"
  ai_service = {
    account = "sender@ai-project.iam.gserviceaccount.com"
    url     = "https://ai.example.com"
  }
}

run "every_route_of_rest_and_webhooks_leads_to_its_function_in_the_order_of_the_table" {
  command = plan

  # Written out: whoever adds a route to the table sees here what becomes reachable.
  assert {
    condition = [
      for rule in google_compute_url_map.edge.path_matcher[0].route_rules : join(" ", [
        rule.match_rules[0].prefix_match == null || rule.match_rules[0].prefix_match == "" ? "=" : "^",
        coalesce(rule.match_rules[0].prefix_match, rule.match_rules[0].full_path_match),
        one([for name, backend in google_compute_backend_service.edge : name if backend.id == rule.service]),
      ])
      ] == [
      "^ /v1/webhooks/ webhooks",
      "^ /v1/ rest",
      "= /docs rest",
      "^ /docs/ rest",
    ]
    error_message = "The routes are not those of rest and webhooks, or not in their order, or lead elsewhere."
  }

  assert {
    condition = (
      sort(google_compute_url_map.edge.path_matcher[0].route_rules[*].priority) ==
      sort(distinct(google_compute_url_map.edge.path_matcher[0].route_rules[*].priority)) &&
      alltrue([
        for index, rule in google_compute_url_map.edge.path_matcher[0].route_rules :
        index == 0 || rule.priority > google_compute_url_map.edge.path_matcher[0].route_rules[max(0, index - 1)].priority
      ])
    )
    error_message = "The first match of the table would not be the first here."
  }

  assert {
    condition = alltrue([
      for route in jsondecode(file("routes.json")) :
      contains(["rest", "webhooks"], route.function) == contains(keys(local.edge_routes), route.path)
    ])
    error_message = "A route of rest or webhooks is missing, or one of another function is there."
  }
}

run "what_is_no_route_is_answered_by_rest_with_its_404" {
  command = plan

  assert {
    condition = (
      google_compute_url_map.edge.default_service == google_compute_backend_service.edge["rest"].id &&
      google_compute_url_map.edge.path_matcher[0].default_service == google_compute_backend_service.edge["rest"].id
    )
    error_message = "What is no route does not end at rest."
  }

  assert {
    condition     = [for rule in google_compute_url_map.edge.host_rule : join(",", rule.hosts)] == ["api.example.com"]
    error_message = "Other hosts than the API's have routes."
  }
}

run "only_rest_and_webhooks_are_behind_the_load_balancer" {
  command = plan

  assert {
    condition = {
      for name, group in google_compute_region_network_endpoint_group.edge : name => group.cloud_run[0].service
    } == { rest = "rest", webhooks = "webhooks" }
    error_message = "Another function is behind the load balancer."
  }

  assert {
    condition = alltrue([
      for name, backend in google_compute_backend_service.edge :
      [for one in backend.backend : one.group] == [google_compute_region_network_endpoint_group.edge[name].id]
    ])
    error_message = "A backend leads to another function than its name says."
  }

  # What takes the load balancer's traffic is what is behind it, or Cloud Armor can be gone around.
  assert {
    condition = toset([
      for name, function in module.function : name
      if function.deployed.service.ingress_settings == "ALLOW_INTERNAL_AND_GCLB"
    ]) == toset(keys(google_compute_backend_service.edge))
    error_message = "A function behind the load balancer can be reached past it, or one that expects it is not behind it."
  }
}

run "every_backend_has_cloud_armor_in_front" {
  command = plan

  assert {
    condition = alltrue([
      for backend in google_compute_backend_service.edge :
      backend.security_policy == google_compute_security_policy.edge.id &&
      backend.load_balancing_scheme == "EXTERNAL_MANAGED"
    ])
    error_message = "A backend is without Cloud Armor."
  }
}

run "only_tls_1_2_and_up_is_spoken_and_http_leads_to_https" {
  command = plan

  assert {
    condition = (
      google_compute_ssl_policy.edge.min_tls_version == "TLS_1_2" &&
      google_compute_ssl_policy.edge.profile == "MODERN" &&
      google_compute_target_https_proxy.edge.ssl_policy == google_compute_ssl_policy.edge.id
    )
    error_message = "Old TLS is spoken."
  }

  assert {
    condition = (
      google_compute_global_forwarding_rule.edge.port_range == "443" &&
      google_compute_global_forwarding_rule.edge.target == google_compute_target_https_proxy.edge.id &&
      google_compute_target_https_proxy.edge.url_map == google_compute_url_map.edge.id &&
      google_compute_target_https_proxy.edge.ssl_certificates == tolist([google_compute_managed_ssl_certificate.edge.id]) &&
      google_compute_managed_ssl_certificate.edge.managed[0].domains == tolist(["api.example.com"])
    )
    error_message = "HTTPS does not lead to the routes, or with another certificate than the host's."
  }

  assert {
    condition = (
      google_compute_global_forwarding_rule.to_https.port_range == "80" &&
      google_compute_global_forwarding_rule.to_https.target == google_compute_target_http_proxy.to_https.id &&
      google_compute_target_http_proxy.to_https.url_map == google_compute_url_map.to_https.id &&
      google_compute_url_map.to_https.default_service == null &&
      google_compute_url_map.to_https.default_url_redirect[0].https_redirect &&
      google_compute_url_map.to_https.default_url_redirect[0].host_redirect == "api.example.com" &&
      google_compute_url_map.to_https.default_url_redirect[0].redirect_response_code == "PERMANENT_REDIRECT"
    )
    error_message = "HTTP leads elsewhere than to HTTPS."
  }
}

run "cloud_armor_refuses_before_it_counts_and_refuses_by_default" {
  command = plan

  # By priority, as the first that matches decides.
  assert {
    condition = [
      for key in sort([for rule in google_compute_security_policy.edge.rule : format("%010d %s%s", rule.priority, rule.action, rule.preview ? " preview" : "")]) : key
      ] == [
      "0000001000 deny(404)",
      "0000001100 deny(403)",
      "0000002000 deny(403) preview",
      "0000002010 deny(403) preview",
      "0000002020 deny(403) preview",
      "0000002030 deny(403) preview",
      "0000002040 deny(403) preview",
      "0000002050 deny(403) preview",
      "0000002060 deny(403) preview",
      "0000002070 deny(403) preview",
      "0000002080 deny(403) preview",
      "0000003000 throttle",
      "0000003100 throttle",
      "2147483647 deny(403)",
    ]
    error_message = "The rules, or their order, are others."
  }

  assert {
    condition = {
      for rule in google_compute_security_policy.edge.rule : tostring(rule.priority) => rule.match[0].expr[0].expression
      if rule.priority < 2000 || rule.priority == 3000
      } == {
      "1000" = "!has(request.headers['host']) || !request.headers['host'].matches('(?i)^api[.]example[.]com(:443)?$')"
      "1100" = "has(request.headers['content-encoding']) && request.headers['content-encoding'] != ''"
      "3000" = "has(request.headers['x-api-key'])"
    }
    error_message = "A rule is about other requests than meant."
  }

  assert {
    condition = alltrue([
      for rule in google_compute_security_policy.edge.rule :
      startswith(rule.match[0].expr[0].expression, "evaluatePreconfiguredWaf('")
      if rule.priority >= 2000 && rule.priority < 3000
    ])
    error_message = "What is in preview is not the WAF."
  }

  # The last two are for everything.
  assert {
    condition = alltrue([
      for rule in google_compute_security_policy.edge.rule :
      rule.match[0].versioned_expr == "SRC_IPS_V1" && rule.match[0].config[0].src_ip_ranges == toset(["*"])
      if rule.priority > 3000
    ])
    error_message = "A request may meet no rule."
  }

  assert {
    condition     = alltrue([for rule in google_compute_security_policy.edge.rule : length(rule.description) <= 64])
    error_message = "Google takes no description of more than 64 characters."
  }

  # VERBOSE would write parts of bodies to the logs.
  assert {
    condition     = google_compute_security_policy.edge.advanced_options_config[0].log_level == "NORMAL"
    error_message = "Cloud Armor would log what people have sent."
  }
}

run "each_api_key_and_each_address_is_throttled" {
  command = plan

  variables {
    edge_rate_limits = { per_key_per_minute = 7000, per_address_per_minute = 8000 }
  }

  assert {
    condition = {
      for rule in google_compute_security_policy.edge.rule : tostring(rule.priority) => join(" ", [
        rule.rate_limit_options[0].enforce_on_key_configs[0].enforce_on_key_type,
        coalesce(rule.rate_limit_options[0].enforce_on_key_configs[0].enforce_on_key_name, "-"),
        tostring(rule.rate_limit_options[0].rate_limit_threshold[0].count),
        tostring(rule.rate_limit_options[0].rate_limit_threshold[0].interval_sec),
        rule.rate_limit_options[0].conform_action,
        rule.rate_limit_options[0].exceed_action,
      ]) if rule.action == "throttle"
      } == {
      "3000" = "HTTP_HEADER X-API-Key 7000 60 allow deny(429)"
      "3100" = "IP - 8000 60 allow deny(429)"
    }
    error_message = "Throttles count other things, or other numbers, than meant."
  }
}

run "the_edge_may_not_be_the_first_to_say_429" {
  command = plan

  variables {
    # 60 × 100 + 200: just what one instance may take in a minute.
    edge_rate_limits = { per_key_per_minute = 6200 }
  }

  expect_failures = [google_compute_security_policy.edge]
}

run "once_looked_at_the_waf_refuses" {
  command = plan

  variables {
    edge_waf_preview = false
  }

  assert {
    condition     = !anytrue([for rule in google_compute_security_policy.edge.rule : rule.preview])
    error_message = "Rules stay in preview."
  }
}

locals {
  # The functions that the host of the API serves. `results` takes the AI services' ID tokens, which are made out to its own address, and the
  # portal's functions come through Firebase Hosting: neither is behind the load balancer.
  edge_functions = toset(["rest", "webhooks"])

  # What answers whatever is no route: of the two it is `rest` that says a 404 in JSON to any path it does not know.
  edge_default = "rest"

  # The one route table, functions/public-routes.ts; `npm run docs` writes it down here.
  _public_routes = jsondecode(file("${path.module}/routes.json"))

  # The first match counts there and here: a route's place is its priority. Those of other functions are left out, and so end in a 404.
  edge_routes = {
    for index, route in local._public_routes : route.path => {
      function  = route.function
      is_prefix = endswith(route.path, "/")
      priority  = index + 1
    } if contains(local.edge_functions, route.function)
  }
}

resource "google_compute_global_address" "edge" {
  project     = var.project_id
  name        = "${var.prefix}-edge"
  description = "What the API's host name leads to."

  depends_on = [google_project_service.api]
}

# Google renews it by itself. It is issued once the host name leads to the address above, which takes up to an hour from then.
resource "google_compute_managed_ssl_certificate" "edge" {
  project = var.project_id

  # A certificate cannot be changed, and not be removed while it is in use: another host gets another name, made before the old one goes.
  name = "${var.prefix}-edge-${substr(sha1(var.api_host), 0, 8)}"

  managed {
    domains = [var.api_host]
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [google_project_service.api]
}

# MODERN leaves out what is weak and still takes the TLS libraries of the last ten years; RESTRICTED would refuse some of theirs.
resource "google_compute_ssl_policy" "edge" {
  project         = var.project_id
  name            = "${var.prefix}-edge"
  min_tls_version = "TLS_1_2"
  profile         = "MODERN"

  depends_on = [google_project_service.api]
}

resource "google_compute_region_network_endpoint_group" "edge" {
  for_each = local.edge_functions

  project               = var.project_id
  region                = var.region
  name                  = "${var.prefix}-${each.key}"
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = module.function[each.key].service_name
  }

  depends_on = [google_project_service.api]
}

# A function says itself when it takes too long (25 s); the load balancer's own time limit for serverless backends is 60 min and not to be set.
resource "google_compute_backend_service" "edge" {
  for_each = local.edge_functions

  project               = var.project_id
  name                  = "${var.prefix}-${each.key}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.edge.id

  backend {
    group = google_compute_region_network_endpoint_group.edge[each.key].id
  }

  # A line has the address and the URL of a request, without its body and without its headers. Metrics count all requests, also where few
  # are logged.
  log_config {
    enable      = var.edge_log_sample > 0
    sample_rate = var.edge_log_sample
  }
}

# Requests for another host name than the API's are refused by Cloud Armor, so there is one set of routes for all of them.
resource "google_compute_url_map" "edge" {
  project         = var.project_id
  name            = "${var.prefix}-edge"
  description     = "Made from functions/public-routes.ts."
  default_service = google_compute_backend_service.edge[local.edge_default].id

  host_rule {
    hosts        = [var.api_host]
    path_matcher = "api"
  }

  path_matcher {
    name            = "api"
    default_service = google_compute_backend_service.edge[local.edge_default].id

    dynamic "route_rules" {
      for_each = { for path, route in local.edge_routes : format("%03d", route.priority) => merge(route, { path = path }) }
      content {
        priority = route_rules.value.priority
        service  = google_compute_backend_service.edge[route_rules.value.function].id

        match_rules {
          prefix_match    = route_rules.value.is_prefix ? route_rules.value.path : null
          full_path_match = route_rules.value.is_prefix ? null : route_rules.value.path
        }
      }
    }
  }
}

resource "google_compute_target_https_proxy" "edge" {
  project          = var.project_id
  name             = "${var.prefix}-edge"
  url_map          = google_compute_url_map.edge.id
  ssl_certificates = [google_compute_managed_ssl_certificate.edge.id]
  ssl_policy       = google_compute_ssl_policy.edge.id
}

resource "google_compute_global_forwarding_rule" "edge" {
  project               = var.project_id
  name                  = "${var.prefix}-edge"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.edge.id
  ip_protocol           = "TCP"
  port_range            = "443"
  target                = google_compute_target_https_proxy.edge.id
  labels                = local.labels
}

# Who comes over HTTP is told of HTTPS and reaches nothing. 308 keeps method and body: what a client sends again is what it meant to send.
resource "google_compute_url_map" "to_https" {
  project = var.project_id
  name    = "${var.prefix}-to-https"

  default_url_redirect {
    https_redirect         = true
    host_redirect          = var.api_host
    redirect_response_code = "PERMANENT_REDIRECT"
    strip_query            = false
  }

  depends_on = [google_project_service.api]
}

resource "google_compute_target_http_proxy" "to_https" {
  project = var.project_id
  name    = "${var.prefix}-to-https"
  url_map = google_compute_url_map.to_https.id
}

resource "google_compute_global_forwarding_rule" "to_https" {
  project               = var.project_id
  name                  = "${var.prefix}-to-https"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.edge.id
  ip_protocol           = "TCP"
  port_range            = "80"
  target                = google_compute_target_http_proxy.to_https.id
  labels                = local.labels
}

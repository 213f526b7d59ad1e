/** The page itself: all it does is in the files it names. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>CarvOS API reference</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/page.css">
</head>
<body>
<main id="reference"><p>The reference is being loaded. It needs JavaScript; the same as JSON:
<a href="/v1/openapi.json">/v1/openapi.json</a></p></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/page.js"></script>
</body>
</html>
`;

/** Starts Swagger UI. No validator is asked, which would be somebody else's server, and no key is kept in the browser. */
export const PAGE_SCRIPT = `SwaggerUIBundle({
  url: '/v1/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  tryItOutEnabled: true,
  validatorUrl: null,
});
`;

export const PAGE_STYLE = `body { margin: 0; background: #fff; }
.swagger-ui .wrapper { max-width: 75rem; }
.swagger-ui .info { margin: 1.5rem 0; }
.swagger-ui .opblock-body pre, .swagger-ui .markdown pre { white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  .swagger-ui .wrapper { padding: 0 0.5rem; }
  .swagger-ui .opblock .opblock-summary { flex-wrap: wrap; }
  .swagger-ui .opblock .opblock-summary-path { max-width: 100%; }
  .swagger-ui .parameters-container, .swagger-ui .responses-inner { overflow-x: auto; }
}
`;

// Shows the description of the HTTP interface; its page has no inline script.
"use strict";

SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#wy-api-docs",
  deepLinking: true,
  // Else the description's address would be sent to a validator on the internet.
  validatorUrl: null,
});

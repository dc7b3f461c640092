// Opens Swagger UI on the document that the page names. A file of its own, so that the page needs no
// inline script and can forbid them.
const element = document.getElementById('swagger-ui');
SwaggerUIBundle({
  domNode: element,
  url: new URL(element.dataset.document, document.baseURI).href,
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  validatorUrl: null,
});

// The service worker: opens kept pages where there is no connection. It keeps nothing by itself.

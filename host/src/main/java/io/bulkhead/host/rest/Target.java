package io.bulkhead.host.rest;

/**
 * What a path leads to.
 *
 * @param model empty where the route has none
 * @param version empty where the path names none
 */
record Target(Route route, String model, String version) {
    Target(Route route) {
        this(route, "", "");
    }

    String template() {
        return route.template(!version.isEmpty());
    }
}

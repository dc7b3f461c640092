package io.bulkhead.plugin.huggingface.hub;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a commit holds, as the hub lists it. Nothing is taken on its word: a name that would lead
 * out of the cache is refused.
 *
 * @param commit the revision's at this moment
 * @param sizes bytes by name; 0 if the hub does not say
 */
record Listing(String commit, Map<String, Long> sizes) {
    private static final Pattern NAME =
            Pattern.compile("[^/\\\\\\p{Cntrl}]+(?:/[^/\\\\\\p{Cntrl}]+)*");
    private static final int MOST_FILES = 100_000;

    Listing {
        sizes = Map.copyOf(sizes);
    }

    /** Reads the hub's answer. */
    static Listing parse(RepositoryId id, String text) throws HubException {
        String source = "the hub's answer about " + id.name();
        try {
            JsonObject answer = JsonObject.parse(source, text);
            String commit = answer.text("sha").orElse("");
            if (!RepositoryId.isCommit(commit)) {
                throw HubException.lasting(source + " names no commit");
            }
            return new Listing(commit, sizes(source, answer));
        } catch (ServingException e) {
            throw HubException.lasting(e.reason());
        }
    }

    private static Map<String, Long> sizes(String source, JsonObject answer) throws HubException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (Object entry : answer.list("siblings")) {
            if (entry instanceof Map<?, ?> file && file.get("rfilename") instanceof String name) {
                if (!NAME.matcher(name).matches() || isAway(name) || sizes.size() >= MOST_FILES) {
                    throw HubException.lasting(source + " names a file that cannot be one");
                }
                sizes.put(name, file.get("size") instanceof Long size && size > 0 ? size : 0L);
            }
        }
        return sizes;
    }

    private static boolean isAway(String name) {
        return ("/" + name + "/").contains("/../") || ("/" + name + "/").contains("/./");
    }
}

package io.bulkhead.plugin.huggingface.hub;

import java.util.Optional;

/** What a hub means by a status, and what helps. */
record Refusals(HubSettings settings, RepositoryId id) {
    private static final int LONGEST = 300;

    /** Why something of the repository is not given. */
    HubException of(HubReply reply) {
        String said =
                reply.header("X-Error-Message").map(text -> ": " + printable(text)).orElse("");
        return HubException.lasting(
                switch (reply.status()) {
                    case 401 ->
                            "the hub has no model '"
                                    + id.name()
                                    + "' for everybody (401): its name is wrong, or it is private"
                                    + (settings.token().isPresent()
                                            ? " and the token is not valid for it"
                                            : " and wants a token (HF_TOKEN; a model in a child"
                                                    + " JVM has it in environment_variables)")
                                    + said;
                    case 403 ->
                            "the hub does not give access to '"
                                    + id.name()
                                    + "' (403)"
                                    + (said.isEmpty()
                                            ? ": ask for it at "
                                                    + settings.endpoint()
                                                    + "/"
                                                    + id.name()
                                            : said);
                    case 404 -> missing(reply.header("X-Error-Code"));
                    default ->
                            "the hub answers " + reply.status() + " for '" + id.name() + "'" + said;
                });
    }

    private String missing(Optional<String> code) {
        return switch (code.orElse("")) {
            case "RevisionNotFound" ->
                    "the hub has no revision '"
                            + id.revision()
                            + "' of the model '"
                            + id.name()
                            + "' (404)";
            case "EntryNotFound" ->
                    "the hub lists a file of '" + id.name() + "' that it does not have (404)";
            default ->
                    "the hub "
                            + settings.endpoint()
                            + " has no model '"
                            + id.name()
                            + "', or none with a revision '"
                            + id.revision()
                            + "' (404)";
        };
    }

    private static String printable(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }
}

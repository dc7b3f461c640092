package io.bulkhead.plugin.huggingface.hub;

import io.bulkhead.api.error.ServingException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A model on a hub.
 *
 * @param name with its owner, e.g. {@code google-bert/bert-base-cased}
 * @param revision a branch, a tag or a commit
 */
public record RepositoryId(String name, String revision) {
    /** What a repository's first branch is called. */
    static final String MAIN = "main";

    private static final int LONGEST = 96;
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[\\w])?");
    private static final Pattern REVISION = Pattern.compile("[\\w][\\w./+-]{0,254}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /**
     * The repository of this name, if it can be one.
     *
     * @param text {@code name} or {@code owner/name}, which {@code @revision} may follow
     * @param revision what it is otherwise
     * @throws ServingException {@code MODEL_LOAD_FAILED} if the revision is none
     */
    public static Optional<RepositoryId> parse(String text, Optional<String> revision) {
        int at = text.indexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        String wanted = at < 0 ? revision.orElse(MAIN) : text.substring(at + 1);
        if (!isName(name)) {
            return Optional.empty();
        }
        if (!REVISION.matcher(wanted).matches() || wanted.contains("..")) {
            throw ServingException.loadFailed(
                    "the revision of " + name + " must be a branch, a tag or a commit", null);
        }
        return Optional.of(new RepositoryId(name, wanted));
    }

    private static boolean isName(String name) {
        String[] parts = name.split("/", -1);
        if (name.length() > LONGEST || parts.length > 2 || name.endsWith(".git")) {
            return false;
        }
        for (String part : parts) {
            if (!PART.matcher(part).matches() || part.contains("--") || part.contains("..")) {
                return false;
            }
        }
        return true;
    }

    /** Whether this is what a commit is called. */
    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    /** Whether the revision can never become another. */
    boolean isPinned() {
        return isCommit(revision);
    }

    /** What the cache calls its folder. */
    String folderName() {
        return "models--" + name.replace("/", "--");
    }

    @Override
    public String toString() {
        return revision.equals(MAIN) ? name : name + "@" + revision;
    }
}

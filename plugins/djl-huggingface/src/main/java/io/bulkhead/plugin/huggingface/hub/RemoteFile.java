package io.bulkhead.plugin.huggingface.hub;

import java.net.URI;

/**
 * A file of a commit, as the hub describes it.
 *
 * @param name in the repository
 * @param address where it is asked for
 * @param etag its checksum, for which the hub has two kinds
 * @param size in bytes
 */
record RemoteFile(String name, URI address, String etag, long size) {
    private static final int SHA256 = 64;
    private static final int SHA1 = 40;

    /** Whether the etag is a SHA-256 of the content, as of all files that LFS holds. */
    boolean hasSha256() {
        return isHex(SHA256);
    }

    /** Whether the etag is Git's checksum: a SHA-1 of a header and the content. */
    boolean hasGitSha1() {
        return isHex(SHA1);
    }

    private boolean isHex(int length) {
        return etag.length() == length
                && etag.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }
}

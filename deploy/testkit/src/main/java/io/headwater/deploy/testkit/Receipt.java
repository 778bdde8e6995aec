package io.headwater.deploy.testkit;

/**
 * An event and its data, as a journal or a dead letter knows them.
 *
 * @param sha256 of the data's bytes, in lower-case hex
 */
public record Receipt(String id, String sha256) {}

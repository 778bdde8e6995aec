package io.headwater.event;

/**
 * Why one event of a request was not accepted.
 *
 * @param index its place among the request's events, from 0
 * @param code its kind in one word, a metric label
 * @param reason a sentence the sender can act on
 * @param data its bytes as far as they could be told apart from the rest
 */
public record Rejection(int index, String code, String reason, EventData data) {}

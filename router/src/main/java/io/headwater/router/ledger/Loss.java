package io.headwater.router.ledger;

import io.headwater.event.Line;
import io.headwater.ledger.Numbers;

/**
 * Events that are lost, by name.
 *
 * @param minute of acceptance, counted from 1970
 * @param destination whom they were owed, or empty where they were lost before that was known
 * @param numbers of the line, the lowest of them
 * @param count how many there are
 */
public record Loss(Hop hop, Line line, long minute, String destination, Numbers numbers, long count) {}

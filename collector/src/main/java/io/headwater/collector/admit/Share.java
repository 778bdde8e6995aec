package io.headwater.collector.admit;

import io.headwater.collector.rules.Rules;
import io.headwater.config.SourcesConfig.Source;

/**
 * A source and its part of what the collector has under way; found once for each request, with its write key.
 *
 * @param requests those that wait for the forwarder
 * @param bytes bodies held
 * @param allowances what it may send a second
 * @param rules what its events must keep to
 */
public record Share(Source source, Part requests, Part bytes, Allowances allowances, Rules rules) {}

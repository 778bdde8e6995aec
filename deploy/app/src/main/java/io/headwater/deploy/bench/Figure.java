package io.headwater.deploy.bench;

/**
 * One measured value.
 *
 * @param group what it is a figure of
 * @param limit the name of the figure in the same group that it is held against, or empty
 */
record Figure(String group, String name, String unit, String limit, double value) {}

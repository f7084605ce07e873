/**
 * The trials of a run on Apache Spark: the pool on the driver, the work on executors, and what they
 * tell each other.
 */
package dev.carousel.spark;

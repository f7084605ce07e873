package dev.carousel.spark;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.condition.DisabledForJreRange;

/** Marks tests of executors in processes of their own, and of files that Hadoop reaches. */
@Retention(RetentionPolicy.RUNTIME)
@DisabledForJreRange(
    minVersion = 24,
    disabledReason = "the Hadoop of Spark 4.1 needs Subject.getSubject: no executor starts")
@interface NeedsHadoop {}

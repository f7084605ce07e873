/** What the module contributes. */
package dev.carousel.spark.plugin;

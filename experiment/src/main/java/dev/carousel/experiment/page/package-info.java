/**
 * report.html: the folder of a run, or of several, as one page that needs nothing else. Java
 * collects and compacts what the page shows; the page's script, beside these classes among the
 * resources, lays it out.
 */
package dev.carousel.experiment.page;

/**
 * Results and their forms: results.json, results.csv, report.html and the table on the terminal.
 */
package dev.carousel.experiment.report;

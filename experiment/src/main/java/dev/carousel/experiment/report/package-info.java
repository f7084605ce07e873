/** Results and their plain forms: results.json, results.csv and the table on the terminal. */
package dev.carousel.experiment.report;

@echo off
rem Starts ttbench. TTBENCH_JAVA: the java program (else JAVA_HOME, else PATH); TTBENCH_JAVA_OPTS: options for Java.
setlocal DisableDelayedExpansion
for %%I in ("%~dp0..") do set "TTBENCH_DIR=%%~fI"
set "TTBENCH_PROGRAM=java.exe"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "TTBENCH_PROGRAM=%JAVA_HOME%\bin\java.exe"
if not defined TTBENCH_JAVA goto found
set "TTBENCH_PROGRAM=%TTBENCH_JAVA%"
if exist "%TTBENCH_JAVA%\bin\java.exe" set "TTBENCH_PROGRAM=%TTBENCH_JAVA%\bin\java.exe"
if exist "%TTBENCH_PROGRAM%" goto found
>&2 echo ttbench: TTBENCH_JAVA is '%TTBENCH_JAVA%', and no java program is there
exit /b 4
:found
if not "%TTBENCH_PROGRAM%"=="java.exe" goto start
where /q java.exe
if not errorlevel 1 goto start
>&2 echo ttbench: no Java found: install Java 17 or newer, or set TTBENCH_JAVA or JAVA_HOME
exit /b 4
:start
set "TTBENCH_COMPILER=-XX:TieredStopAtLevel=1"
if "%~1"=="sweep" set "TTBENCH_COMPILER="
if "%~1"=="calibrate" set "TTBENCH_COMPILER="
if "%~1"=="suite" set "TTBENCH_COMPILER="
"%TTBENCH_PROGRAM%" %TTBENCH_COMPILER% -XX:+UseSerialGC -XX:-UsePerfData -Xlog:disable -Dfile.encoding=UTF-8 "-Dttbench.home=%TTBENCH_DIR%" %TTBENCH_JAVA_OPTS% -jar "%TTBENCH_DIR%\lib\ttbench.jar" %*
exit /b %ERRORLEVEL%

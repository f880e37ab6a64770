@echo off
rem Runs HAL9's commands on Windows: finds a JDK 25, builds once, hands every argument on.
rem Kept simple because it is not covered by the tests, which run on Linux. Delete target\hal9.built
rem to build again after changing sources. A local cluster itself needs Linux.
rem No parenthesised blocks: a path such as "Program Files (x86)" would end one.
setlocal disabledelayedexpansion
set "root=%~dp0"
if "%root:~-1%"=="\" set "root=%root:~0,-1%"
set "lib=%root%\console-app\target\lib"
set "log=%root%\target\hal9-build.log"

set "jdk="
if defined JAVA_HOME call :consider "%JAVA_HOME%"
for /f "delims=" %%j in ('where java 2^>nul') do call :consider "%%~dpj.."
for /d %%d in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk*" "%USERPROFILE%\.jdks\*" "%USERPROFILE%\.sdkman\candidates\java\*") do call :consider "%%~d"
if defined jdk goto found
>&2 echo hal9: needs a JDK 25, and found none in JAVA_HOME, on the PATH or in the usual folders.
>&2 echo hal9: Get one from https://adoptium.net/temurin/releases/?version=25
>&2 echo hal9: or set JAVA_HOME to the one you have.
exit /b 2

:found
if exist "%root%\target\hal9.built" goto built
where mvn >nul 2>nul
if not errorlevel 1 goto build
>&2 echo hal9: must be built first, which needs Maven 3.8 or later: https://maven.apache.org/download.cgi
exit /b 2

:build
if not exist "%root%\target" mkdir "%root%\target"
rem a jar of an earlier build that is no longer wanted would stay on the class path; Windows lets
rem nobody move a folder that something runs from
set "stale=%root%\console-app\target\lib.stale"
if exist "%stale%" rmdir /s /q "%stale%"
if exist "%lib%" move "%lib%" "%stale%" >nul 2>nul
if exist "%lib%" goto runs
if exist "%stale%" rmdir /s /q "%stale%"
if exist "%root%\engine\engine-node\target\lib" rmdir /s /q "%root%\engine\engine-node\target\lib"
>&2 echo hal9: building (the first time takes a few minutes; log: "%log%")
set "JAVA25_HOME=%jdk%"
where java >nul 2>nul
if errorlevel 1 if not defined JAVA_HOME set "JAVA_HOME=%jdk%"
pushd "%root%"
call mvn -B -ntp -P quick -DskipTests package >"%log%" 2>&1 <nul
set "failed=%errorlevel%"
popd
if "%failed%"=="0" goto stamp
>&2 echo hal9: the build failed; see "%log%"
exit /b 1

:runs
>&2 echo hal9: the build still runs; end that first, so that it can be built anew.
exit /b 2

:stamp
type nul >"%root%\target\hal9.built"

:built
rem what loads a cluster is worth compiling well; everything else is worth starting fast
set "flags=-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m"
for %%c in (run demo bench) do if /i "%~1"=="%%c" set "flags=-XX:+UseSerialGC -Xms256m -Xmn128m"
if /i "%~1"=="console" set "flags=-XX:+UseSerialGC -Xms96m -Xmx160m -Xmn24m -XX:SurvivorRatio=3 -XX:TargetSurvivorRatio=90 -XX:MaxTenuringThreshold=9 -XX:MarkSweepDeadRatio=1 -XX:+UseCompactObjectHeaders"
if /i "%~1"=="screenshots" set "flags=-XX:+UseSerialGC -Xms96m -Xmx512m -XX:+UseCompactObjectHeaders"
set "classpath=%lib%\*"
for %%c in (console demo screenshots) do if /i "%~1"=="%%c" set "classpath=%lib%\*;%lib%\desktop\*"
"%jdk%\bin\java" %flags% --enable-native-access=ALL-UNNAMED "-Dhal9.install=%root%" -cp "%classpath%" ai.hal9.console.command.Hal9 %*
exit /b %errorlevel%

rem takes a folder as the JDK when it is one of version 25 and none was taken before
:consider
if defined jdk exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
rem the dot stands for the quotation mark, which cmd would take for its own
findstr /r /c:"^JAVA_VERSION=.25[^0-9]" "%~1\release" >nul 2>nul
if not errorlevel 1 set "jdk=%~1"
exit /b 0

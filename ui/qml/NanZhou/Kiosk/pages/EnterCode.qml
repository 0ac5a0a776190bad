pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// A keypad for a PIN or the last digits of a phone, which stay hidden, or for a code that was sent.
KioskPage {
    id: root
    property string digits
    // The seconds until the keys come back after a wrong entry.
    property int pause: 0
    readonly property bool sent: page.way === "code"
    readonly property bool waiting: pause > 0
    readonly property string problem: digits === "" ? Theme.say(page.problem) : ""
    heading: sent ? qsTr("输入短信验证码") : page.way === "phone-tail" ? qsTr("输入手机号后四位") : qsTr("输入服务密码")
    lead: sent ? qsTr("%1 位数字，已发到 %2。").arg(page.length).arg(page.sent_to)
        : page.way === "phone-tail" ? qsTr("您登记的手机号的最后 %1 位数字。").arg(page.length)
        : qsTr("%1 位数字。输入时请注意遮挡。").arg(page.length)
    onRenewed: digits = ""
    onPageChanged: pause = page.wait_s
    Component.onCompleted: pause = page.wait_s

    Timer {
        interval: 1000
        repeat: true
        running: root.waiting
        onTriggered: root.pause -= 1
    }
    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: inner.implicitHeight + 72
        ColumnLayout {
            id: inner
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: 48; rightMargin: 48 }
            spacing: 30
            CodeBoxes {
                objectName: "code"
                visible: !root.waiting
                Layout.alignment: Qt.AlignHCenter
                Layout.preferredWidth: Math.min((root.wide ? 820 : 880) * root.page.length / 6, parent.width)
                Layout.preferredHeight: box * 1.16
                digits: root.digits
                length: root.page.length
                secret: !root.sent
                wrong: root.problem !== ""
            }
            RowLayout {
                visible: root.waiting
                Layout.fillWidth: true
                spacing: 40
                ProgressRing {
                    Layout.preferredWidth: root.wide || Theme.elder ? 150 : 172
                    Layout.preferredHeight: Layout.preferredWidth
                    tint: Theme.ink
                    progress: root.page.wait_s > 0 ? root.pause / root.page.wait_s : 0
                    Text {
                        objectName: "wait_left"
                        anchors.centerIn: parent
                        text: root.pause
                        font { family: Theme.sans; pixelSize: Theme.title; weight: Font.Bold }
                        color: Theme.ink
                    }
                }
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: 2
                    Heading {
                        Layout.fillWidth: true
                        text: qsTr("请等 %1 秒再输入").arg(root.pause)
                        font.pixelSize: Theme.label + 4
                    }
                    Paragraph {
                        Layout.fillWidth: true
                        objectName: "wait_why"
                        text: [root.problem, qsTr("输错后要等一会儿，防止别人猜号码。")].filter(words => words !== "").join(" ")
                        color: Theme.muted
                    }
                }
            }
            Banner {
                Layout.fillWidth: true
                mood: Banner.Problem
                text: root.waiting ? "" : root.problem
            }
        }
    }
    Keypad {
        Layout.fillWidth: true
        enabled: !root.waiting
        flat: root.wide
        keyHeight: root.wide ? 112 : root.lowered ? 100 : Theme.elder ? 106 : 124
        onTyped: digit => { if (root.digits.length < root.page.length) root.digits += digit; }
        onErased: root.digits = root.digits.slice(0, -1)
        onCleared: root.digits = ""
    }
    actions: [
        KioskButton {
            objectName: "action_retry"
            visible: root.sent
            Layout.fillWidth: true
            Layout.fillHeight: true
            look: KioskButton.Quiet
            symbol: "refresh-cw"
            text: qsTr("重新发送")
            onClicked: Shell.answer("retry")
        },
        KioskButton {
            objectName: "action_fill"
            Layout.fillWidth: true
            Layout.fillHeight: true
            enabled: !root.waiting && root.digits.length === root.page.length
            text: qsTr("确认验证")
            onClicked: Shell.fill({ code: root.digits })
        }
    ]
}
